package dev.sku.runtime.model;

import dev.sku.protocol.Finding;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.weights.Dtype;
import dev.sku.runtime.weights.TensorEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A Hugging Face model folder whose every tensor was found, in the shape its configuration asks for.
///
/// Only headers have been read; the bytes of the tensors stay on the disk.
public final class ModelFolder {
    private final Path path;
    private final ModelConfig config;
    private final Map<String, TensorEntry> tensors;
    private final Map<String, List<String>> shards;
    private final Map<String, TensorEntry> others;
    private final @Nullable String licence;

    private ModelFolder(
            Path path,
            ModelConfig config,
            Map<String, TensorEntry> tensors,
            Map<String, List<String>> shards,
            Map<String, TensorEntry> others) {
        this.path = path;
        this.config = config;
        this.tensors = Collections.unmodifiableMap(tensors);
        this.shards = Collections.unmodifiableMap(shards);
        this.others = Collections.unmodifiableMap(others);
        this.licence = Licence.of(path);
    }

    /// Opens a folder and proves it complete.
    ///
    /// Where only `pytorch_model.bin` is there, it is converted to safetensors first: next to it, or into the user's
    /// cache when the folder cannot be written.
    ///
    /// @throws ProblemException with the file and tensor at fault
    public static ModelFolder open(Path folder) {
        return checked(folder, ConfigReader.read(present(folder)), WeightFiles.find(folder).read());
    }

    /// Opens a folder whose decoder has a head of scores in place of a language model's; the head is among [#others()].
    ///
    /// @throws ProblemException with the file and tensor at fault
    public static ModelFolder openClassifier(Path folder) {
        ModelConfig config = ConfigReader.readClassifier(present(folder));
        return checked(folder, config, WeightFiles.find(folder).read());
    }

    private static Path present(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw Files.exists(folder)
                    ? ProblemException.of(Problem.Code.MODEL_FOLDER_INVALID, folder, "it is a file")
                    : ProblemException.of(Problem.Code.FILE_MISSING, folder);
        }
        if (!Files.exists(folder.resolve("config.json"))) {
            throw ProblemException.of(
                    Problem.Code.MODEL_FOLDER_INVALID, folder, "it has no config.json");
        }
        return folder;
    }

    private static ModelFolder checked(
            Path folder, ModelConfig config, Map<String, List<TensorEntry>> found) {
        Map<String, List<Long>> expected = config.tensorShapes();
        Map<String, TensorEntry> present = new LinkedHashMap<>();
        Map<String, List<String>> shards = new LinkedHashMap<>();
        Map<String, TensorEntry> extra = new TreeMap<>();
        found.forEach((shard, entries) -> {
            Set<String> here = new LinkedHashSet<>();
            for (TensorEntry entry : entries) {
                String name = TensorNames.canonical(config, entry.name());
                if (!expected.containsKey(name)) {
                    refuseFurtherLayer(config, entry, name);
                    if (!TensorNames.isIgnored(config, name)) {
                        extra.put(entry.name(), entry);
                    }
                } else if (present.putIfAbsent(name, entry.renamed(name)) == null) {
                    here.add(name);
                } else {
                    throw ProblemException.of(
                            Problem.Code.SHARD_INDEX_INVALID,
                            entry.file(),
                            "tensor %s is there twice".formatted(name));
                }
            }
            if (!here.isEmpty()) {
                shards.put(shard, List.copyOf(here));
            }
        });
        Map<String, TensorEntry> ordered = new LinkedHashMap<>();
        expected.forEach(
                (name, shape) -> ordered.put(name, check(folder, name, shape, present.get(name))));
        return new ModelFolder(folder, config, ordered, shards, extra);
    }

    /// A file with more layers than its configuration is another model, cut short without a word if it were read.
    private static void refuseFurtherLayer(ModelConfig config, TensorEntry entry, String name) {
        int layer = TensorNames.layer(name);
        if (layer >= config.layers()) {
            throw ProblemException.of(
                    Problem.Code.TENSOR_LEFT_OVER,
                    entry.file(),
                    entry.name(),
                    layer,
                    config.layers());
        }
    }

    static TensorEntry check(
            Path folder, String name, List<Long> shape, @Nullable TensorEntry entry) {
        if (entry == null) {
            throw ProblemException.of(Problem.Code.TENSOR_MISSING, folder, name);
        }
        if (!entry.dtype().isTrainable()) {
            throw ProblemException.of(
                    Problem.Code.DTYPE_UNSUPPORTED, entry.file(), name, entry.dtype());
        }
        if (!entry.shape().equals(shape)) {
            throw ProblemException.of(
                    Problem.Code.TENSOR_SHAPE, entry.file(), name, entry.shape(), shape);
        }
        return entry;
    }

    public Path path() {
        return path;
    }

    public ModelConfig config() {
        return config;
    }

    /// Every tensor of the model by its Hugging Face name, in the order of the computation.
    public Map<String, TensorEntry> tensors() {
        return tensors;
    }

    /// @param name one of `config().tensorShapes()`
    public TensorEntry tensor(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    /// Which tensors lie in which shard file, in the order of their bytes; a single file counts as one shard.
    public Map<String, List<String>> shards() {
        return shards;
    }

    /// Tensors that are no part of the decoder, by their names in the file.
    public Map<String, TensorEntry> others() {
        return others;
    }

    /// What was found and left out, in sentences.
    public List<String> warnings() {
        return others.keySet().stream()
                .map("tensor %s is not part of this architecture and is left out"::formatted)
                .toList();
    }

    /// The licence that the folder itself names, such as `apache-2.0`; null where it names none.
    public @Nullable String licence() {
        return licence;
    }

    /// The beginning of the folder's licence file; empty where it has none.
    public String licenceText() {
        return Licence.text(path);
    }

    /// How many parameters there are of each kind; kinds without any are left out.
    public Map<Finding.Part.Of, Long> parts() {
        Map<Finding.Part.Of, Long> parts = new EnumMap<>(Finding.Part.Of.class);
        tensors.forEach((name, t) -> parts.merge(TensorNames.kind(name), t.elements(), Long::sum));
        return parts;
    }

    public long parameters() {
        return tensors.values().stream().mapToLong(TensorEntry::elements).sum();
    }

    public long bytes() {
        return tensors.values().stream().mapToLong(TensorEntry::bytes).sum();
    }

    /// The dtype of most of the model's elements.
    public Dtype dtype() {
        Map<Dtype, Long> elements = new EnumMap<>(Dtype.class);
        tensors.values().forEach(t -> elements.merge(t.dtype(), t.elements(), Long::sum));
        return Collections.max(elements.entrySet(), Map.Entry.comparingByValue()).getKey();
    }
}
