package dev.sku.runtime.unlearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sku.protocol.LossTerms;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.OptimizerSpec;
import dev.sku.protocol.Preservation;
import dev.sku.protocol.Profile;
import dev.sku.protocol.Trained;
import dev.sku.runtime.data.TokenRow;
import dev.sku.runtime.model.AdapterFolder;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.Leaf;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.optim.AdamW;
import dev.sku.runtime.testing.Parity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Twenty steps of every recorded run against PyTorch in float64 arithmetic of the same definitions.
class AcquisitionParityTest {
    private static final ModuleWeights WEIGHTS = new ModuleWeights(2.5, 2.5, 1);

    @ParameterizedTest
    @CsvSource({
        "opt, lora, paper",
        "opt, lora, reference",
        "llama, lora, paper",
        "llama, lora, reference",
        "llama_gqa, lora, paper",
        "llama_gqa, lora, reference",
        "opt, full, paper",
        "opt, full, reference",
        "llama, full, paper",
        "llama, full, reference",
        "llama_gqa, full, paper",
        "llama_gqa, full, reference"
    })
    void lossesAndGradientNormsEqualPyTorchs(String model, String regime, String profile) {
        JsonNode golden = Parity.golden().get("runs").get(model + "." + regime + "." + profile);
        double allowed = regime.equals("lora") ? 2e-5 : 1e-3;
        double allowedNorm = regime.equals("lora") ? 1e-4 : 1e-2;
        try (Run run =
                new Run(
                        model,
                        regime,
                        Profile.valueOf(profile.toUpperCase(java.util.Locale.ROOT)))) {
            for (JsonNode wanted : golden.get("steps_fp64")) {
                int step = wanted.get("step").intValue();
                Run.Result found = run.step(step);
                String at = "step " + step;
                double first = step == 0 ? 2e-6 * 10 : allowed;
                assertThat(found.loss().guidedDistortion())
                        .as(at + " gd")
                        .isCloseTo(wanted.get("gd").doubleValue(), within(first));
                assertThat(found.loss().randomDisassociation())
                        .as(at + " rd")
                        .isCloseTo(wanted.get("rd").doubleValue(), within(first));
                assertThat(found.loss().preservationDivergence())
                        .as(at + " pd")
                        .isCloseTo(wanted.get("pd").doubleValue(), within(first));
                double norm = wanted.get("grad_norm").doubleValue();
                assertThat(found.norm())
                        .as(at + " norm")
                        .isCloseTo(norm, within(allowedNorm * Math.max(1, norm)));
            }
        }
    }

    /// One recorded run.
    private static final class Run implements AutoCloseable {
        private final JsonNode plan = Parity.plan();
        private final CausalLm lm;
        private final Trainee trainee;
        private final AcquisitionStep acquisition;
        private final AdamW optimizer;
        private final List<LossTerm> terms;
        private final Profile profile;
        private final long pad;

        record Result(LossTerms loss, double norm) {}

        Run(String model, String regime, Profile profile) {
            this.profile = profile;
            Path set = Parity.set();
            lm = CausalLm.load(ModelFolder.open(set.resolve("models").resolve(model)));
            if (regime.equals("full")) {
                trainee = new Trainee(lm, new Trained.Full(null, null, 0));
            } else {
                AdapterFolder adapter =
                        AdapterFolder.open(
                                set.resolve("adapters").resolve(model + "_init"), lm.config());
                trainee =
                        new Trainee(
                                lm,
                                new Trained.Lora(4, 8, 0, List.of("q_proj", "v_proj"), null, 0),
                                lm.lora(adapter));
            }
            acquisition = new AcquisitionStep(trainee, profile, Preservation.PUBLISHED);
            optimizer =
                    new AdamW(
                            lm.script(),
                            OptimizerSpec.adamW(1e-3),
                            trainee.leaves().stream().map(Leaf::tensor).toList(),
                            trainee.gradients());
            pad = profile == Profile.REFERENCE && !model.startsWith("opt") ? 0 : 1;
            terms =
                    List.of(
                            new GuidedDistortion(profile, pad),
                            new RandomDisassociation(profile, pad),
                            new PreservationDivergence(profile));
        }

        Result step(int index) {
            JsonNode step = plan.get("steps").get(index);
            List<TokenRow> harmful = new ArrayList<>();
            List<List<TokenRow>> random = new ArrayList<>();
            List<TokenRow> normal = new ArrayList<>();
            for (int b = 0; b < step.get("harmful").size(); b++) {
                TokenRow row = row("bad_rows", step.get("harmful").get(b).intValue());
                harmful.add(row);
                List<TokenRow> others = new ArrayList<>();
                JsonNode answers =
                        profile == Profile.PAPER
                                ? step.get("random_paper").get(b)
                                : step.get("random_reference");
                for (JsonNode k : answers) {
                    others.add(row.withAnswerOf(row("bad_rows", k.intValue()), 10_000));
                }
                random.add(others);
                normal.add(row("norm_rows", step.get("normal").get(b).intValue()));
            }
            trainee.beginStep();
            LossTerms loss =
                    acquisition.accumulate(
                            StepRows.of(
                                    new StepBatch(harmful, random, normal),
                                    terms,
                                    pad,
                                    lm.architecture()::padPosition),
                            WEIGHTS,
                            1,
                            false);
            double norm = optimizer.gradientNorm();
            optimizer.step(step.get("lr").doubleValue());
            return new Result(loss, norm);
        }

        private TokenRow row(String kind, int index) {
            JsonNode row = plan.get(kind).get(index);
            String start = profile == Profile.PAPER ? "answer_start" : "ref_start_unpadded";
            int at = row.has(start) ? row.get(start).intValue() : 0;
            return new TokenRow(Parity.longs(row.get("ids")), at);
        }

        @Override
        public void close() {
            optimizer.close();
            trainee.close();
            lm.close();
        }
    }
}
