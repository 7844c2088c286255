package dev.sku.runtime.unlearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Relearning;
import dev.sku.protocol.Robustness;
import dev.sku.protocol.Trained;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.data.TokenRow;
import dev.sku.runtime.evaluate.Perplexity;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.testing.ReboundGolden;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Training again, on the shipped sample model.
class RelearnedModelTest {
    private static final Relearning FULL =
            new Relearning(8, 4, new Trained.Full(null, null, 0), 1e-4, 42);
    private static final Relearning LORA = Robustness.usual(false, 42);

    private final CausalLm model = CausalLm.load(ModelFolder.open(ReboundGolden.MODEL));

    private static List<TokenRow> harmful() {
        try (TextTokenizer tokenizer = TextTokenizer.open(ReboundGolden.MODEL)) {
            return ReboundGolden.data(tokenizer).harmful().tokens();
        }
    }

    @Test
    void lossesOfEveryStepAreThoseOfPyTorch() {
        JsonNode golden = ReboundGolden.read().get("relearning");
        double[] wanted = ReboundGolden.numbers(golden.get("losses"));
        List<TokenRow> rows = RelearnedModel.drawn(harmful(), FULL, "harmful");
        try (RelearnedModel relearned = new RelearnedModel(model, FULL, rows)) {
            for (int i = 0; i < wanted.length; i++) {
                List<TokenRow> batch = relearned.next();
                assertThat(batch).isEqualTo(ReboundGolden.rows(golden.get("batches").get(i)));
                double loss = relearned.step(batch);
                assertThat(loss).isCloseTo(wanted[i], within(2e-5 * wanted[i]));
            }
        }
        assertThat(wanted[wanted.length - 1]).isLessThan(wanted[0]);
    }

    @Test
    void everyRowIsLookedAtBeforeAnyIsLookedAtAgain() {
        List<TokenRow> rows = RelearnedModel.drawn(harmful(), LORA, "harmful");
        try (RelearnedModel relearned = new RelearnedModel(model, LORA, rows)) {
            List<TokenRow> pass = new ArrayList<>(relearned.next());
            pass.addAll(relearned.next());
            assertThat(new HashSet<>(pass)).isEqualTo(new HashSet<>(rows)).hasSize(8);
        }
    }

    @Test
    void adaptersLearnTheRowsAndTheModelStaysAsItWas() {
        List<TokenRow> rows = RelearnedModel.drawn(harmful(), LORA, "harmful");
        Variant before = new Variant.Plain(model.base());
        Double own = Perplexity.of(Perplexity.surprises(model, before, rows));
        try (RelearnedModel relearned = new RelearnedModel(model, LORA, rows)) {
            for (int i = 0; i < 10; i++) {
                relearned.step();
            }
            assertThat(relearned.steps()).isEqualTo(10);
            Double learned = Perplexity.of(Perplexity.surprises(model, relearned.variant(), rows));
            assertThat(learned).isLessThan(own);
        }
        assertThat(Perplexity.of(Perplexity.surprises(model, before, rows))).isEqualTo(own);
    }

    @Test
    void theSameSeedDrawsTheSameRowsAndAnotherSeedOthers() {
        List<TokenRow> from = harmful();
        Relearning other = new Relearning(8, 4, LORA.trained(), 1e-3, 43);

        assertThat(RelearnedModel.drawn(from, LORA, "harmful"))
                .isEqualTo(RelearnedModel.drawn(from, LORA, "harmful"))
                .isNotEqualTo(RelearnedModel.drawn(from, other, "harmful"));
    }

    @Test
    void moreRowsThanThereAreAreRefused() {
        Relearning many = new Relearning(10_000, 4, LORA.trained(), 1e-3, 42);

        assertThatThrownBy(() -> RelearnedModel.drawn(harmful(), many, "harmful"))
                .isInstanceOf(ProblemException.class)
                .hasMessage("DATA_TOO_FEW [600, harmful, 10000, relearning]");
    }

    @Test
    void aLossThatIsNoNumberAnyMoreIsSaidSo() {
        Relearning wild = new Relearning(8, 4, new Trained.Full(null, null, 0), 1, 42);
        List<TokenRow> rows = RelearnedModel.drawn(harmful(), wild, "harmful");
        try (RelearnedModel relearned = new RelearnedModel(model, wild, rows)) {
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 400; i++) {
                                    relearned.step();
                                }
                            })
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e ->
                                    assertThat(e.problem().code())
                                            .isEqualTo(Problem.Code.RELEARNING_DIVERGED));
        }
    }
}
