package dev.sku.runtime.pretrain;

import dev.sku.protocol.LossTerms;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.OptimizerSpec;
import dev.sku.protocol.Preservation;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Profile;
import dev.sku.protocol.Trained;
import dev.sku.protocol.Wire;
import dev.sku.runtime.data.PromptTemplate;
import dev.sku.runtime.data.RowFault;
import dev.sku.runtime.data.TextTemplate;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.data.TokenRow;
import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.Leaf;
import dev.sku.runtime.model.ModelConfig;
import dev.sku.runtime.model.RandomWeights;
import dev.sku.runtime.model.TensorValue;
import dev.sku.runtime.optim.AdamW;
import dev.sku.runtime.sample.BaseCorpus;
import dev.sku.runtime.sample.SampleTokenizer;
import dev.sku.runtime.unlearn.AcquisitionStep;
import dev.sku.runtime.unlearn.FineTuning;
import dev.sku.runtime.unlearn.StepBatch;
import dev.sku.runtime.unlearn.Trainee;
import dev.sku.runtime.weights.AtomicFiles;
import dev.sku.runtime.weights.Dtype;
import dev.sku.runtime.weights.SafetensorsWriter;
import dev.sku.runtime.weights.TensorData;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Trains a model from random weights with cross-entropy on questions and answers, and writes it as a Hugging Face folder.
public final class Pretraining {
    private final PretrainSpec spec;
    private final Path target;

    /// Sees every step.
    @FunctionalInterface
    public interface Watcher {
        void step(int done, int of, double loss);
    }

    /// @param target folder to be; it may not exist
    public Pretraining(PretrainSpec spec, Path target) {
        this.spec = spec;
        this.target = target;
        if (Files.exists(target)) {
            throw ProblemException.of(Problem.Code.FILE_EXISTS, target);
        }
    }

    public void run(Watcher watcher) {
        AtomicFiles.writeFolder(
                target,
                folder -> {
                    writeTokenizer(folder);
                    Files.writeString(folder.resolve("config.json"), Wire.pretty(config()));
                    Files.writeString(
                            folder.resolve("generation_config.json"),
                            Wire.pretty(generationConfig()));
                    ModelConfig config = ModelConfig.read(folder);
                    try (TextTokenizer tokenizer = TextTokenizer.open(folder);
                            CausalLm model =
                                    RandomWeights.model(
                                            config, spec.initialDeviation(), spec.seed());
                            Trainee trainee = new Trainee(model, new Trained.Full(null, null, 0))) {
                        train(trainee, tokenizer, watcher);
                        write(trainee, folder.resolve("model.safetensors"));
                    }
                });
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>(spec.config());
        config.put("dtype", dtype().configName());
        return config;
    }

    private Map<String, Object> generationConfig() {
        Map<String, Object> config = new LinkedHashMap<>();
        for (String token : List.of("bos_token_id", "eos_token_id", "pad_token_id")) {
            if (spec.config().containsKey(token)) {
                config.put(token, spec.config().get(token));
            }
        }
        return config;
    }

    private Dtype dtype() {
        return Dtype.valueOf(spec.dtype());
    }

    private void writeTokenizer(Path folder) throws IOException {
        if (spec.tokenizer() == null) {
            SampleTokenizer.train(spec.seed()).write(folder, SampleTokenizer.MAX_TOKENS);
            return;
        }
        for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
            Path from = Path.of(spec.tokenizer()).resolve(file);
            if (Files.exists(from)) {
                Files.copy(from, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void train(Trainee trainee, TextTokenizer tokenizer, Watcher watcher) {
        Supplier<TokenRow> rows = rows(tokenizer, trainee.model().config().maxPositions());
        TorchScript script = trainee.model().script();
        AcquisitionStep step =
                new AcquisitionStep(
                        trainee, Profile.PAPER, new Preservation(Preservation.Direction.OFF, null));
        FineTuning loss = new FineTuning(spec.promptWeight());
        int total = spec.stages().stream().mapToInt(PretrainSpec.Stage::steps).sum();
        int done = 0;
        try (AdamW optimizer =
                new AdamW(
                        script,
                        optimizer(),
                        trainee.parameters(),
                        AdamW.Moments.BESIDE_PARAMETERS)) {
            for (PretrainSpec.Stage stage : spec.stages()) {
                for (int i = 0; i < stage.steps(); i++) {
                    List<TokenRow> batch = new ArrayList<>();
                    while (batch.size() < spec.batch()) {
                        batch.add(rows.get());
                    }
                    trainee.beginStep();
                    LossTerms terms =
                            step.accumulate(
                                    new StepBatch(List.of(), List.of(), batch),
                                    List.of(loss),
                                    0,
                                    new ModuleWeights(1, 0, 0),
                                    1,
                                    false);
                    optimizer.clip(optimizer.gradientNorm(), spec.clipNorm());
                    optimizer.step(stage.rate(i));
                    watcher.step(++done, total, terms.total());
                }
            }
        }
    }

    private OptimizerSpec optimizer() {
        return new OptimizerSpec(
                spec.stages().getFirst().learningRate(),
                spec.beta1(),
                spec.beta2(),
                1e-8,
                spec.weightDecay(),
                OptimizerSpec.Schedule.LINEAR,
                0,
                spec.clipNorm());
    }

    /// The corpus without end. A row too long for the model is left out.
    private Supplier<TokenRow> rows(TextTokenizer tokenizer, int maxTokens) {
        PromptTemplate template = new TextTemplate(spec.template());
        Supplier<BaseCorpus.Row> corpus = corpus();
        return () -> {
            while (true) {
                BaseCorpus.Row row = corpus.get();
                try {
                    return template.tokenize(tokenizer, row.question(), row.answer(), maxTokens);
                } catch (RowFault _) {
                    // The next one.
                }
            }
        };
    }

    private Supplier<BaseCorpus.Row> corpus() {
        String file = spec.corpus();
        if (file == null) {
            return new BaseCorpus(spec.seed())::next;
        }
        List<BaseCorpus.Row> rows = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of(file), StandardCharsets.UTF_8)) {
                rows.add(Wire.read(line, BaseCorpus.Row.class, file));
            }
        } catch (IOException e) {
            throw new ProblemException(Problem.ofRead(Path.of(file), e), e);
        }
        if (rows.isEmpty()) {
            throw ProblemException.of(Problem.Code.DATA_FILE_EMPTY, file);
        }
        int[] next = {0};
        return () -> rows.get(next[0]++ % rows.size());
    }

    private void write(Trainee trainee, Path file) throws IOException {
        TorchScript script = trainee.model().script();
        List<TensorData> tensors = new ArrayList<>();
        try (Scope views = new Scope()) {
            for (Leaf leaf : trainee.leaves()) {
                for (Leaf.Part part : leaf.parts()) {
                    Value view = Leaf.view(views, script, leaf.tensor(), part);
                    Value stored = script.call(views, "to_type", view, dtype().torchScalarType());
                    tensors.add(TensorValue.of(script, part.name(), dtype(), stored));
                }
            }
            try (FileChannel out =
                    FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                SafetensorsWriter.write(out, Map.of("format", "pt"), tensors);
            }
        }
    }
}
