package dev.sku.app.configure;

import dev.sku.protocol.RunSpec;
import tools.jackson.databind.JsonNode;

/// Each part of a specification that is typed as text, and where it stands.
public enum DraftField {
    NAME("name", FieldKind.TEXT),
    DEVICE("device", FieldKind.WORD),
    SEED("seed", FieldKind.LARGE),
    MODEL("model.folder", FieldKind.WORD),
    HARMFUL("data.harmful", FieldKind.FILES),
    NORMAL("data.normal", FieldKind.FILES),
    UNSEEN_HARMFUL("data.unseenHarmful", FieldKind.OPTIONAL_FILES),
    UNSEEN_NORMAL("data.unseenNormal", FieldKind.OPTIONAL_FILES),
    TEMPLATE("data.template", FieldKind.TEMPLATE),
    MAX_TOKENS("data.maxTokens", FieldKind.WHOLE),
    HARMFUL_COLUMNS("data.harmfulColumns", FieldKind.COLUMNS),
    NORMAL_COLUMNS("data.normalColumns", FieldKind.COLUMNS),
    TRAINING_SHARE("data.split.training", FieldKind.NUMBER),
    VALIDATION_SHARE("data.split.validation", FieldKind.NUMBER),
    TEST_SHARE("data.split.test", FieldKind.NUMBER),
    GUIDED_DISTORTION("acquisition.weights.guidedDistortion", FieldKind.NUMBER),
    RANDOM_DISASSOCIATION("acquisition.weights.randomDisassociation", FieldKind.NUMBER),
    PRESERVATION_DIVERGENCE("acquisition.weights.preservationDivergence", FieldKind.NUMBER),
    CAP("acquisition.preservation.capNats", FieldKind.OPTIONAL_NUMBER),
    BETA("baseline.beta", FieldKind.NUMBER),
    STEERED_LAYER("baseline.layer", FieldKind.WHOLE),
    STEERING("baseline.steering", FieldKind.NUMBER),
    REFUSAL("baseline.refusal", FieldKind.TEXT),
    INSTRUCTION("baseline.instruction", FieldKind.TEXT),
    BATCH("acquisition.batch", FieldKind.WHOLE),
    RANDOM_ANSWERS("acquisition.randomAnswers", FieldKind.WHOLE),
    STEPS("acquisition.steps", FieldKind.WHOLE),
    ACCUMULATION("acquisition.accumulation", FieldKind.WHOLE),
    LEARNING_RATE("optimizer.learningRate", FieldKind.NUMBER),
    BETA_1("optimizer.beta1", FieldKind.NUMBER),
    BETA_2("optimizer.beta2", FieldKind.NUMBER),
    EPSILON("optimizer.epsilon", FieldKind.NUMBER),
    WEIGHT_DECAY("optimizer.weightDecay", FieldKind.NUMBER),
    WARMUP("optimizer.warmupSteps", FieldKind.WHOLE),
    CLIP_NORM("optimizer.clipNorm", FieldKind.OPTIONAL_NUMBER),
    RANK("trained.rank", FieldKind.WHOLE),
    ALPHA("trained.alpha", FieldKind.NUMBER),
    ADAPTER_DROPOUT("trained.dropout", FieldKind.NUMBER),
    LAYERS("trained.layers", FieldKind.LAYERS),
    MODULES("trained.modules", FieldKind.OPTIONAL_WORDS),
    MODEL_DROPOUT("trained.modelDropout", FieldKind.NUMBER),
    LAMBDA("negation.lambda", FieldKind.NUMBER),
    SWEEP("negation.sweep", FieldKind.NUMBERS),
    EVERY_STEPS("evaluation.everySteps", FieldKind.WHOLE),
    HARMFUL_PROMPTS("evaluation.harmfulPrompts", FieldKind.WHOLE),
    NORMAL_ROWS("evaluation.normalRows", FieldKind.WHOLE),
    SAMPLES("evaluation.samples", FieldKind.WHOLE),
    JUDGE_MODEL("evaluation.judge.model", FieldKind.WORD),
    JUDGE_THRESHOLD("evaluation.judge.threshold", FieldKind.NUMBER),
    ENCODER("evaluation.encoder", FieldKind.OPTIONAL_WORD),
    MAX_NEW_TOKENS("evaluation.maxNewTokens", FieldKind.WHOLE),
    UNLEARNED_FOLDER("output.unlearnedFolder", FieldKind.OPTIONAL_WORD),
    TASK_VECTOR_FILE("output.taskVectorFile", FieldKind.OPTIONAL_WORD),
    CHECKPOINT_EVERY("output.checkpointEvery", FieldKind.WHOLE),
    LOGITS_MEGABYTES("memory.logitsMegabytes", FieldKind.WHOLE);

    private final String path;
    private final FieldKind kind;

    DraftField(String path, FieldKind kind) {
        this.path = path;
        this.kind = kind;
    }

    /// As `SpecCheck` names it.
    public String path() {
        return path;
    }

    public String read(RunSpec spec) {
        return kind.text(Draft.json(spec, path));
    }

    /// What is wrong with text that is of another kind.
    String misread(String text) {
        return kind.misread(text);
    }

    /// @throws IllegalArgumentException where the text is of another kind
    public RunSpec write(RunSpec spec, String text) {
        JsonNode before = Draft.json(spec, path);
        if (before.isMissingNode() && !kind.optional()) {
            return spec; // what is trained has no such field
        }
        return kind.text(before).equals(text) ? spec : Draft.withJson(spec, path, kind.json(text));
    }
}
