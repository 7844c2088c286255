package dev.sku.runtime.replay;

import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.OptimizerSpec;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Profile;
import dev.sku.runtime.data.TokenRow;
import dev.sku.runtime.model.LlamaConfig;
import dev.sku.runtime.model.ModelConfig;
import dev.sku.runtime.model.OptConfig;
import dev.sku.runtime.unlearn.StepBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// `plan.json`: the rows as token ids, what each step draws and its learning rate, and the settings of all runs.
record ParityPlan(
        ModuleWeights weights,
        OptimizerSpec optimizer,
        double loraWeightDecay,
        double negationScale,
        Rows rows,
        Tests tests,
        JsonNode json) {
    /// Each row twice: the released code finds another answer start than the paper's definition asks for.
    record Rows(Answers harmful, Answers normal) {}

    record Answers(List<TokenRow> paper, List<TokenRow> reference) {
        List<TokenRow> of(Profile profile) {
            return switch (profile) {
                case PAPER -> paper;
                case REFERENCE -> reference;
            };
        }
    }

    /// Token ids of the prompts to continue, and of the texts whose likelihood is measured.
    record Tests(List<long[]> prompts, List<long[]> texts) {}

    static ParityPlan read(JsonNode json, Path set) {
        try {
            JsonNode weights = need(json, "weights");
            JsonNode tests = need(json, "tests");
            return new ParityPlan(
                    new ModuleWeights(
                            number(weights, "gd"), number(weights, "rd"), number(weights, "pd")),
                    optimizer(need(json, "optimizer")),
                    json.path("lora")
                            .path("weight_decay")
                            .doubleValue(number(need(json, "optimizer"), "weight_decay")),
                    json.path("negation_scale").doubleValue(1),
                    new Rows(answers(need(json, "bad_rows")), answers(need(json, "norm_rows"))),
                    new Tests(ids(need(tests, "prompts")), ids(need(tests, "ppl_texts"))),
                    json);
        } catch (JacksonException | NullPointerException | IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new ProblemException(
                    Problem.of(Problem.Code.PARITY_SET_INVALID, set, "plan.json: " + reason), e);
        }
    }

    private static OptimizerSpec optimizer(JsonNode json) {
        JsonNode clip = json.path("clip");
        return new OptimizerSpec(
                number(json, "lr"),
                need(json, "betas").get(0).doubleValue(),
                need(json, "betas").get(1).doubleValue(),
                number(json, "eps"),
                number(json, "weight_decay"),
                OptimizerSpec.Schedule.LINEAR,
                0,
                clip.isNumber() ? Double.valueOf(clip.doubleValue()) : null);
    }

    private static Answers answers(JsonNode rows) {
        List<TokenRow> paper = new ArrayList<>();
        List<TokenRow> reference = new ArrayList<>();
        for (JsonNode row : rows) {
            long[] ids = longs(need(row, "ids"));
            int start = row.path("answer_start").intValue(0);
            paper.add(new TokenRow(ids, start));
            reference.add(new TokenRow(ids, row.path("ref_start_unpadded").intValue(start)));
        }
        return new Answers(paper, reference);
    }

    private static List<long[]> ids(JsonNode texts) {
        List<long[]> all = new ArrayList<>();
        for (JsonNode text : texts) {
            all.add(longs(need(text, "ids")));
        }
        return all;
    }

    int steps() {
        return json.path("steps").size();
    }

    double learningRate(int step) {
        return json.path("steps").path(step).path("lr").doubleValue();
    }

    /// What a step draws under a profile: the paper's random answers are each row's own, the released code's are shared.
    StepBatch batch(int index, Profile profile) {
        JsonNode step = json.path("steps").path(index);
        List<TokenRow> harmfulRows = rows.harmful().of(profile);
        List<TokenRow> harmful = chosen(step.path("harmful"), harmfulRows);
        List<List<TokenRow>> random = new ArrayList<>();
        for (int b = 0; b < harmful.size(); b++) {
            TokenRow row = harmful.get(b);
            JsonNode answers =
                    switch (profile) {
                        case PAPER -> step.path("random_paper").path(b);
                        case REFERENCE -> step.path("random_reference");
                    };
            random.add(
                    chosen(answers, harmfulRows).stream()
                            .map(other -> row.withAnswerOf(other, Integer.MAX_VALUE))
                            .toList());
        }
        return new StepBatch(
                harmful, random, chosen(step.path("normal"), rows.normal().of(profile)));
    }

    /// The released code pads with the tokenizer's pad token and masks the literal id 1, so the pad id matters there.
    long padId(Profile profile, ModelConfig model) {
        JsonNode pads = json.path("pad_id");
        Integer own = model.padTokenId();
        long fallback = own == null ? 1 : own;
        return switch (profile) {
            case PAPER -> pads.path("paper").longValue(fallback);
            case REFERENCE ->
                    switch (model) {
                        case OptConfig _ -> pads.path("reference_opt").longValue(fallback);
                        case LlamaConfig _ -> pads.path("reference_llama").longValue(fallback);
                    };
        };
    }

    OptimizerSpec optimizer(boolean lora, @Nullable Double epsilon) {
        return new OptimizerSpec(
                optimizer.learningRate(),
                optimizer.beta1(),
                optimizer.beta2(),
                epsilon == null ? optimizer.epsilon() : epsilon,
                lora ? loraWeightDecay : optimizer.weightDecay(),
                optimizer.schedule(),
                optimizer.warmupSteps(),
                optimizer.clipNorm());
    }

    private static List<TokenRow> chosen(JsonNode indices, List<TokenRow> rows) {
        List<TokenRow> all = new ArrayList<>();
        for (JsonNode index : indices) {
            int i = index.intValue();
            if (i < 0 || i >= rows.size()) {
                throw ProblemException.of(
                        Problem.Code.PARITY_SET_INVALID,
                        "plan.json",
                        "a step names row %d of %d".formatted(i, rows.size()));
            }
            all.add(rows.get(i));
        }
        return all;
    }

    static long[] longs(JsonNode array) {
        return array.valueStream().mapToLong(JsonNode::longValue).toArray();
    }

    private static double number(JsonNode json, String field) {
        return need(json, field).doubleValue();
    }

    private static JsonNode need(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }
}
