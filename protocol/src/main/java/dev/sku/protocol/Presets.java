package dev.sku.protocol;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The settings one starts from: the paper's, and those measured on the shipped sample.
///
/// Those of the paper's models leave the base model and the rows open; a specification names them.
public enum Presets {
    PAPER_OPT(
            "paper-opt-2.7b",
            "OPT-2.7B as in the SKU paper: every tensor, ε 2.5/2.5/1, 1,000 steps"),
    LLAMA_2_7B("llama-2-7b", "Llama-2-7B: LoRA of rank 32 on q and v, ε 2.5/2.5/1, 1,000 steps"),
    LLAMA_2_13B("llama-2-13b", "Llama-2-13B: LoRA of rank 16 on q and v, ε 2.5/2.5/1, 1,000 steps"),
    SAMPLE(
            "sample",
            "the shipped sample model: LoRA of rank 8 on all linear layers, 60 steps, under two minutes"),
    SAMPLE_FULL("sample-full", "the shipped sample model with every tensor trained, 60 steps, λ 2"),
    SAMPLE_TASK_VECTOR(
            "sample-task-vector", "the sample by a negated task vector of harmful answers alone"),
    SAMPLE_FINE_TUNE("sample-fine-tune", "the sample by fine-tuning on normal rows"),
    SAMPLE_GRADIENT_ASCENT(
            "sample-gradient-ascent", "the sample by gradient ascent at a rate of 2e-4, λ 2"),
    SAMPLE_GRADIENT_ASCENT_MISMATCH(
            "sample-gradient-ascent-mismatch",
            "the sample by gradient ascent with mismatched answers and KL"),
    SAMPLE_NPO("sample-npo", "the sample by negative preference optimization with KL"),
    SAMPLE_RELABEL("sample-relabel", "the sample by training on refusals with KL"),
    SAMPLE_RMU("sample-rmu", "the sample by representation misdirection, layers 0 to 2"),
    SAMPLE_IN_CONTEXT("sample-in-context", "the sample with an instruction and no training");

    private static final long SEED = 42;
    private static final List<Double> SAMPLE_SWEEP =
            List.of(0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0);

    /// The sample models end their answers with this token, and learned to.
    private static final String SAMPLE_TEMPLATE = DataSpec.SKU_TEMPLATE + "</s>";

    /// The sample has four layers, and its residual stream is shorter than that of the models RMU was made for.
    private static final BaselineSpec SAMPLE_BASELINES =
            new BaselineSpec(
                    0.1, 2, 20, BaselineSpec.USUAL.refusal(), BaselineSpec.USUAL.instruction());

    private final String key;
    private final String sentence;

    Presets(String key, String sentence) {
        this.key = key;
        this.sentence = sentence;
    }

    /// As it is written in a specification.
    public String key() {
        return key;
    }

    /// What it is, for lists.
    public String sentence() {
        return sentence;
    }

    public static Presets of(String key) {
        for (Presets preset : values()) {
            if (preset.key.equals(key)) {
                return preset;
            }
        }
        throw ProblemException.of(Problem.Code.SPEC_PRESET_UNKNOWN, key, String.join(", ", keys()));
    }

    public static List<String> keys() {
        return List.of(values()).stream().map(Presets::key).toList();
    }

    /// The full specification.
    ///
    /// @param sampleData folder of the shipped sample (only the sample's presets look at it)
    public RunSpec spec(Path sampleData) {
        return switch (this) {
            case PAPER_OPT -> paper(everything());
            case LLAMA_2_7B -> paper(queryAndValue(32, 16));
            case LLAMA_2_13B -> paper(queryAndValue(16, 8));
            case SAMPLE -> sample(sampleData, Method.SKU, adapters(null), 1.5e-3, 1);
            case SAMPLE_FULL -> sample(sampleData, Method.SKU, everything(), 1e-4, 2);
            case SAMPLE_TASK_VECTOR ->
                    sample(sampleData, Method.TASK_VECTOR, adapters(null), 1.5e-3, 0.5);
            case SAMPLE_FINE_TUNE -> sample(sampleData, Method.FINE_TUNE, adapters(null), 1e-3, 1);
            case SAMPLE_GRADIENT_ASCENT ->
                    sample(sampleData, Method.GRADIENT_ASCENT, adapters(null), 2e-4, 2);
            case SAMPLE_GRADIENT_ASCENT_MISMATCH ->
                    sample(sampleData, Method.GRADIENT_ASCENT_MISMATCH, adapters(null), 1e-3, 1);
            case SAMPLE_NPO -> sample(sampleData, Method.NPO, adapters(null), 4e-4, 0.5);
            case SAMPLE_RELABEL -> sample(sampleData, Method.RELABEL, adapters(null), 1e-3, 1);
            case SAMPLE_RMU -> sample(sampleData, Method.RMU, adapters(List.of(0, 1, 2)), 3e-3, 1);
            case SAMPLE_IN_CONTEXT ->
                    sample(sampleData, Method.IN_CONTEXT, adapters(null), 1e-3, 1);
        };
    }

    private RunSpec paper(Trained trained) {
        return new RunSpec(
                key,
                Method.SKU,
                new ModelRef(""),
                new DataSpec(
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        DataSpec.SKU_TEMPLATE,
                        512,
                        SplitSpec.DEFAULT),
                new AcquisitionSpec(
                        Profile.PAPER,
                        new ModuleWeights(2.5, 2.5, 1),
                        Preservation.PUBLISHED,
                        2,
                        5,
                        1000,
                        1),
                OptimizerSpec.adamW(2e-4),
                trained,
                new NegationSpec(1, List.of(0.5, 1.0, 1.5)),
                new EvaluationSpec(100, 100, 100, 4, 64),
                new OutputSpec(false, null, null, 100),
                SEED,
                Precision.FP32,
                "cpu",
                MemorySpec.USUAL,
                null,
                BaselineSpec.USUAL);
    }

    private RunSpec sample(
            Path folder, Method method, Trained trained, double learningRate, double lambda) {
        Path sampleData = folder.normalize();
        return new RunSpec(
                key,
                method,
                new ModelRef(sampleData.resolve("opt").toString()),
                new DataSpec(
                        List.of(sampleData.resolve("rows/harmful.jsonl").toString()),
                        List.of(sampleData.resolve("rows/normal.csv").toString()),
                        List.of(sampleData.resolve("rows/unseen-harmful.jsonl").toString()),
                        List.of(sampleData.resolve("rows/unseen-normal.csv").toString()),
                        null,
                        null,
                        SAMPLE_TEMPLATE,
                        128,
                        SplitSpec.DEFAULT),
                new AcquisitionSpec(
                        Profile.PAPER,
                        sampleWeights(method),
                        method == Method.SKU
                                ? new Preservation(Preservation.Direction.PRESERVE, null)
                                : method.preservation(),
                        4,
                        2,
                        60,
                        1),
                new OptimizerSpec(
                        learningRate, 0.9, 0.999, 1e-8, 0, OptimizerSpec.Schedule.LINEAR, 0, null),
                trained,
                new NegationSpec(lambda, SAMPLE_SWEEP),
                new EvaluationSpec(20, 0, 0, 4, 48),
                new OutputSpec(false, null, null, 20),
                SEED,
                Precision.FP32,
                "cpu",
                MemorySpec.USUAL,
                null,
                SAMPLE_BASELINES);
    }

    private static ModuleWeights sampleWeights(Method method) {
        return switch (method) {
            case SKU -> new ModuleWeights(2.5, 0.5, 0.5);
            case RMU -> new ModuleWeights(1, 0, 5);
            case TASK_VECTOR,
                    FINE_TUNE,
                    GRADIENT_ASCENT,
                    GRADIENT_ASCENT_MISMATCH,
                    NPO,
                    RELABEL,
                    IN_CONTEXT ->
                    method.weights();
        };
    }

    private static Trained everything() {
        return new Trained.Full(null, null, 0);
    }

    private static Trained queryAndValue(int rank, double alpha) {
        return lora(rank, alpha, List.of("q_proj", "v_proj"));
    }

    private static Trained adapters(@Nullable List<Integer> layers) {
        return new Trained.Lora(8, 16, 0, List.of(Projections.ALL_LINEAR), layers, 0);
    }

    private static Trained lora(int rank, double alpha, List<String> targets) {
        return new Trained.Lora(rank, alpha, 0, targets, null, 0);
    }
}
