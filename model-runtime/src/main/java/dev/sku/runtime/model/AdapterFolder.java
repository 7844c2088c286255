package dev.sku.runtime.model;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.weights.AtomicFiles;
import dev.sku.runtime.weights.Safetensors;
import dev.sku.runtime.weights.SafetensorsWriter;
import dev.sku.runtime.weights.ShardNames;
import dev.sku.runtime.weights.TensorData;
import dev.sku.runtime.weights.TensorEntry;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A LoRA adapter in the layout of PEFT: `adapter_config.json` and `adapter_model.safetensors`.
///
/// @param pairs the matrices of every adapted projection, by the projection's module name
/// (`model.layers.0.self_attn.q_proj`), in the order of the computation
public record AdapterFolder(Path path, AdapterConfig config, Map<String, LoraPair> pairs) {
    static final String CONFIG = "adapter_config.json";
    static final String WEIGHTS = "adapter_model.safetensors";
    private static final String PREFIX = "base_model.model.";
    private static final String A = ".lora_A.weight";
    private static final String B = ".lora_B.weight";

    /// @param a (rank, in)
    /// @param b (out, rank)
    public record LoraPair(TensorEntry a, TensorEntry b) {}

    /// The name PEFT gives the first matrix of a module.
    public static String aName(String module) {
        return PREFIX + module + A;
    }

    /// The name PEFT gives the second matrix of a module.
    public static String bName(String module) {
        return PREFIX + module + B;
    }

    /// The module whose first matrix PEFT gives this name; null where it is another name.
    public static @Nullable String moduleOfA(String name) {
        return name.startsWith(PREFIX) && name.endsWith(A)
                ? name.substring(PREFIX.length(), name.length() - A.length())
                : null;
    }

    /// Opens an adapter and proves that it fits the model.
    public static AdapterFolder open(Path folder, ModelConfig model) {
        if (!Files.isDirectory(folder)) {
            throw Files.exists(folder)
                    ? ProblemException.of(Problem.Code.ADAPTER_INVALID, folder, "it is a file")
                    : ProblemException.of(Problem.Code.FILE_MISSING, folder);
        }
        for (String file : List.of(CONFIG, WEIGHTS)) {
            if (!Files.exists(folder.resolve(file))) {
                throw ProblemException.of(
                        Problem.Code.ADAPTER_INVALID, folder, "it has no " + file);
            }
        }
        AdapterConfig config = AdapterJson.read(folder.resolve(CONFIG), model);
        Path weights = ShardNames.inside(folder, WEIGHTS, folder);
        Map<String, TensorEntry> tensors = Safetensors.read(weights).tensors();
        Map<String, Shaped> shaped = new LinkedHashMap<>();
        tensors.forEach(
                (name, t) -> shaped.put(name, new Shaped(t.dtype().isTrainable(), t.shape())));
        Map<String, LoraPair> pairs = new LinkedHashMap<>();
        for (String module : fitting(weights, config, model, shaped)) {
            TensorEntry a = tensors.get(aName(module));
            TensorEntry b = tensors.get(bName(module));
            if (a != null && b != null) {
                pairs.put(module, new LoraPair(a, b));
            }
        }
        return new AdapterFolder(folder, config, pairs);
    }

    /// The free texts of its configuration and of its safetensors file, which must not contradict each other.
    public Map<String, String> metadata() {
        Map<String, String> texts = new LinkedHashMap<>(AdapterJson.texts(path.resolve(CONFIG)));
        Safetensors.read(ShardNames.inside(path, WEIGHTS, path))
                .metadata()
                .forEach((name, text) -> {
                    String other = texts.put(name, text);
                    if (other != null && !other.equals(text)) {
                        throw ProblemException.of(
                                Problem.Code.ADAPTER_INVALID,
                                path,
                                "%s is %s in %s, but %s in %s"
                                        .formatted(name, other, CONFIG, text, WEIGHTS));
                    }
                });
        return texts;
    }

    /// Writes an adapter that PEFT loads; a negated one is written by giving −B.
    ///
    /// @param tensors named by `aName` and `bName`
    public static void write(
            Path target,
            AtomicFiles.Existing existing,
            AdapterConfig config,
            ModelConfig model,
            List<? extends TensorData> tensors) {
        write(target, existing, config, model, Map.of(), tensors);
    }

    /// @param metadata free texts kept in both files
    public static void write(
            Path target,
            AtomicFiles.Existing existing,
            AdapterConfig config,
            ModelConfig model,
            Map<String, String> metadata,
            List<? extends TensorData> tensors) {
        Map<String, String> texts = new LinkedHashMap<>(metadata);
        texts.put("format", "pt");
        Map<String, Shaped> shaped = new LinkedHashMap<>();
        tensors.forEach(t -> shaped.put(t.name(), new Shaped(t.dtype().isTrainable(), t.shape())));
        fitting(target, config, model, shaped);
        Replaceable.check(target, existing, CONFIG, List.of());
        AtomicFiles.writeFolder(
                target,
                existing,
                folder -> {
                    Files.writeString(folder.resolve(CONFIG), AdapterJson.text(config, metadata));
                    try (FileChannel out =
                            FileChannel.open(
                                    folder.resolve(WEIGHTS),
                                    StandardOpenOption.CREATE_NEW,
                                    StandardOpenOption.WRITE)) {
                        SafetensorsWriter.write(out, texts, tensors);
                    }
                });
    }

    private record Shaped(boolean trainable, List<Long> shape) {}

    /// The adapted modules in the order of the computation; refuses names, shapes and dtypes that do not belong.
    private static List<String> fitting(
            Path source, AdapterConfig config, ModelConfig model, Map<String, Shaped> tensors) {
        Map<String, List<Long>> shapes = model.tensorShapes();
        Set<String> unknown = new HashSet<>(tensors.keySet());
        List<String> modules = new ArrayList<>();
        for (int layer = 0; layer < model.layers(); layer++) {
            for (String linear : model.linearNames()) {
                String module = model.moduleName(layer, linear);
                Shaped a = tensors.get(aName(module));
                Shaped b = tensors.get(bName(module));
                boolean taken = AdapterJson.takes(config, layer);
                boolean adapted = taken && AdapterJson.targets(config, module);
                if (a == null && b == null) {
                    if (adapted) {
                        throw missing(source, aName(module));
                    }
                    continue;
                }
                if (!adapted) {
                    throw unasked(source, config, taken, a == null ? bName(module) : aName(module));
                }
                List<Long> weight = shapes.getOrDefault(module + ".weight", List.of());
                long rank = config.rank();
                check(source, aName(module), a, List.of(rank, weight.get(1)), config.rank());
                check(source, bName(module), b, List.of(weight.get(0), rank), config.rank());
                unknown.remove(aName(module));
                unknown.remove(bName(module));
                modules.add(module);
            }
        }
        if (!unknown.isEmpty()) {
            throw ProblemException.of(
                    Problem.Code.ADAPTER_INVALID,
                    source,
                    "tensor %s adapts no projection of this model"
                            .formatted(unknown.stream().sorted().findFirst().orElse("")));
        }
        if (modules.isEmpty()) {
            throw ProblemException.of(Problem.Code.ADAPTER_INVALID, source, "it adapts nothing");
        }
        return modules;
    }

    /// A tensor that the configuration leaves out: one of the two is wrong, and which one nobody can say.
    private static ProblemException unasked(
            Path source, AdapterConfig config, boolean layerTaken, String name) {
        String field =
                layerTaken
                        ? "target_modules " + config.targets()
                        : "layers_to_transform " + config.layers();
        return ProblemException.of(
                Problem.Code.ADAPTER_INVALID,
                source,
                "it has tensor %s, which %s of %s leaves out".formatted(name, field, CONFIG));
    }

    private static void check(
            Path source, String name, @Nullable Shaped found, List<Long> wanted, int rank) {
        if (found == null) {
            throw missing(source, name);
        }
        int dimension = name.endsWith(A) ? 0 : 1;
        if (found.shape().size() == 2 && found.shape().get(dimension) != rank) {
            throw ProblemException.of(
                    Problem.Code.ADAPTER_INVALID,
                    source,
                    "tensor %s has rank %d, but r is %d in %s"
                            .formatted(name, found.shape().get(dimension), rank, CONFIG));
        }
        if (!found.shape().equals(wanted) || !found.trainable()) {
            throw ProblemException.of(
                    Problem.Code.ADAPTER_INVALID,
                    source,
                    "tensor %s has shape %s; the model asks for %s in F32, F16 or BF16"
                            .formatted(name, found.shape(), wanted));
        }
    }

    private static ProblemException missing(Path source, String name) {
        return ProblemException.of(
                Problem.Code.ADAPTER_INVALID,
                source,
                "tensor %s is missing, which %s asks for".formatted(name, CONFIG));
    }
}
