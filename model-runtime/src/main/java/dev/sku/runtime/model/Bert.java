package dev.sku.runtime.model;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.weights.Dtype;
import dev.sku.runtime.weights.TensorEntry;
import dev.sku.runtime.weights.TensorFingerprint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An encoder in memory: texts of tokens to one vector each. Computes in float32.
public final class Bert implements AutoCloseable {
    private final Path folder;
    private final BertConfig config;
    private final String device;
    private final String fingerprint;
    private final TorchScript script;
    private final Scope scope = new Scope();
    private final Value globals;
    private final List<Value> layers = new ArrayList<>();

    private Bert(BertConfig config, Map<String, TensorEntry> tensors, Path folder, String device) {
        this.folder = folder;
        this.config = config;
        this.device = device;
        this.script =
                TorchScript.load(
                        Bert.class,
                        List.of("bert.torchscript", "tensors.torchscript", "integers.torchscript"),
                        Map.of(
                                "heads",
                                (long) config.heads(),
                                "head_dim",
                                (long) config.hiddenSize() / config.heads(),
                                "eps",
                                config.eps(),
                                "tanh_gelu",
                                config.tanhGelu()));
        List<TensorEntry> read = new ArrayList<>();
        try {
            TensorReader reader = new TensorReader(script, scope);
            this.globals = list(reader, config.globals(), tensors, read);
            for (int i = 0; i < config.layers(); i++) {
                layers.add(list(reader, config.layer(i), tensors, read));
            }
            this.fingerprint = TensorFingerprint.of(read);
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    /// @param device `cpu` or `cuda:N`
    /// @throws ProblemException naming what is missing, or what it is that is not computed here
    public static Bert load(Path folder, String device) {
        if (!Files.isDirectory(folder)) {
            throw ProblemException.of(Problem.Code.FILE_MISSING, folder);
        }
        BertConfig config = BertConfig.read(ConfigReader.fields(folder.resolve("config.json")));
        Map<String, TensorEntry> tensors = new HashMap<>();
        WeightFiles.find(folder)
                .read()
                .values()
                .forEach(all ->
                        all.forEach(t ->
                                tensors.put(t.name().replaceFirst("^(bert|roberta)\\.", ""), t)));
        return new Bert(config, tensors, folder, device);
    }

    private Value list(
            TensorReader reader,
            Map<String, List<Long>> shapes,
            Map<String, TensorEntry> tensors,
            List<TensorEntry> read) {
        List<Value> values = new ArrayList<>();
        shapes.forEach((name, shape) -> {
            TensorEntry entry = ModelFolder.check(folder, name, shape, tensors.get(name));
            read.add(entry);
            values.add(
                    script.call(
                            scope,
                            "placed",
                            reader.tensor(entry),
                            device,
                            Dtype.F32.torchScalarType()));
        });
        return scope.list(values);
    }

    /// Longest text in tokens.
    public int maxTokens() {
        return config.maxTokens();
    }

    public int width() {
        return config.hiddenSize();
    }

    /// Of the weights and of what else its numbers follow from.
    public String fingerprint() {
        return fingerprint + " " + config;
    }

    /// One vector a text: the mean of its tokens' last states, or the state of the first.
    ///
    /// @param texts none empty, none longer than [#maxTokens()]
    public List<float[]> pooled(List<long[]> texts, boolean first) {
        PackedRows rows = PackedRows.of(texts);
        long[] lengths = texts.stream().mapToLong(t -> t.length).toArray();
        long[] positions = rows.positions().clone();
        for (int i = 0; i < positions.length; i++) {
            positions[i] += config.firstPosition();
        }
        refuseUnlessInVocabulary(rows.ids());
        try (Scope pass = new Scope()) {
            Value ids = onDevice(pass, pass.tensor(rows.ids(), rows.tokens()));
            Value at = onDevice(pass, pass.tensor(positions, positions.length));
            Value x = script.call(pass, "bert_embed", ids, at, globals); // (T, D)
            for (Value layer : layers) {
                x = script.call(pass, "bert_layer", x, layer, lengths); // (T, D)
            }
            Value pooled = script.call(pass, "bert_pool", x, lengths, first); // (rows, D)
            float[] all = script.call(pass, "moved", pooled, Placement.CPU).floats();
            List<float[]> vectors = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                int from = i * config.hiddenSize();
                vectors.add(Arrays.copyOfRange(all, from, from + config.hiddenSize()));
            }
            return vectors;
        }
    }

    private Value onDevice(Scope pass, Value tensor) {
        return script.call(pass, "moved", tensor, device);
    }

    /// The tokenizer is another file, which may be another model's.
    private void refuseUnlessInVocabulary(long[] ids) {
        for (long id : ids) {
            if (id < 0 || id >= config.vocabSize()) {
                throw ProblemException.of(
                        Problem.Code.ENCODER_INVALID,
                        folder,
                        "the tokenizer gives token %d, and the encoder knows %d"
                                .formatted(id, config.vocabSize()));
            }
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
