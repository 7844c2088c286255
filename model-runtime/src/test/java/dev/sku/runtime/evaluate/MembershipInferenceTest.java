package dev.sku.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sku.protocol.Membership;
import dev.sku.protocol.Membership.Auc;
import dev.sku.runtime.data.Example;
import dev.sku.runtime.data.PromptTemplate;
import dev.sku.runtime.data.RowFault;
import dev.sku.runtime.data.RunData;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.evaluate.MembershipInference.Familiarity;
import dev.sku.runtime.evaluate.MembershipInference.Row;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.testing.ReboundGolden;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MembershipInferenceTest {
    private static final JsonNode GOLDEN = ReboundGolden.read().get("membership");
    private static final int ROWS = 40;

    @Test
    void areasAreSharesOfPairs() {
        // 1 > 0; 3 > 0, 3 > 2; 2 > 0, 2 = 2: 4.5 of 6 pairs
        assertThat(MembershipInference.area(new double[] {1, 3, 2}, new double[] {2, 0}))
                .isEqualTo(4.5 / 6);
        assertThat(MembershipInference.area(new double[] {5, 6}, new double[] {1, 2})).isEqualTo(1);
        assertThat(MembershipInference.area(new double[] {1, 1}, new double[] {1})).isEqualTo(.5);
    }

    @Test
    void theIntervalIsThatOfNumpysResampling() {
        JsonNode bootstrap = GOLDEN.get("bootstrap");
        Auc auc =
                MembershipInference.auc(
                        ReboundGolden.numbers(bootstrap.get("seen")),
                        ReboundGolden.numbers(bootstrap.get("unseen")));

        assertThat(auc.value()).isCloseTo(bootstrap.get("area").doubleValue(), within(1e-12));
        // Both resample 1,000 times, with other draws.
        assertThat(auc.interval().low()).isCloseTo(bootstrap.get("low").doubleValue(), within(.02));
        assertThat(auc.interval().high())
                .isCloseTo(bootstrap.get("high").doubleValue(), within(.02));
    }

    @Test
    void theFifthOfTheTokensThatIsExpectedLeastCounts() {
        Familiarity familiarity =
                Familiarity.of(
                        new float[] {-1, -7, -.5f, -3, -2, -1, -1, -1, -1, -1, -4}, "a text");

        assertThat(familiarity.minK()).isEqualTo((-7 - 4) / 2.0);
        assertThat(familiarity.loss()).isCloseTo(-22.5 / 11, within(1e-6));
        assertThat(Familiarity.of(new float[] {-2, -1}, "a").minK()).isEqualTo(-2);
    }

    @Test
    void zlibTakesAsManyBytesAsPythons() {
        GOLDEN.get("zlib")
                .forEach(text ->
                        assertThat(MembershipInference.compressed(text.get("text").stringValue()))
                                .isEqualTo(text.get("bytes").intValue()));
    }

    /// Every row of the sample model, and the areas, against transformers in float32.
    @Test
    void theSampleModelsRowsAreAsFamiliarAsToTransformers() throws RowFault {
        try (CausalLm model = CausalLm.load(ModelFolder.open(ReboundGolden.MODEL));
                TextTokenizer tokenizer = TextTokenizer.open(ReboundGolden.MODEL)) {
            RunData data = ReboundGolden.data(tokenizer);
            List<Row> seen = rows(data.harmful().examples(), tokenizer);
            List<Row> unseen = rows(data.unseenHarmful(), tokenizer);
            Variant base = new Variant.Plain(model.base());
            compare(model, base, seen, GOLDEN.get("seen"));
            compare(model, base, unseen, GOLDEN.get("unseen"));

            Membership found =
                    Objects.requireNonNull(
                            MembershipInference.of(model, base, seen, unseen, () -> false));
            assertThat(found.seen()).isEqualTo(ROWS);
            JsonNode areas = GOLDEN.get("areas");
            assertThat(found.loss().value())
                    .isCloseTo(areas.get("loss").doubleValue(), within(2e-3));
            assertThat(found.minK().value())
                    .isCloseTo(areas.get("minK").doubleValue(), within(2e-3));
            assertThat(found.zlib().value())
                    .isCloseTo(areas.get("zlib").doubleValue(), within(2e-3));
            assertThat(found.loss().interval().low()).isLessThan(found.loss().value());
            assertThat(MembershipInference.of(model, base, seen, unseen, () -> false))
                    .isEqualTo(found);
            assertThat(MembershipInference.of(model, base, seen, List.of(), () -> false)).isNull();
        }
    }

    private static void compare(CausalLm model, Variant base, List<Row> rows, JsonNode wanted) {
        assertThat(rows.stream().map(Row::tokens).toList()).isEqualTo(ReboundGolden.rows(wanted));
        List<float[]> tokens =
                Perplexity.logLikelihoods(
                        model, base, rows.stream().map(Row::tokens).toList(), () -> false);
        for (int i = 0; i < rows.size(); i++) {
            Familiarity found = Familiarity.of(tokens.get(i), rows.get(i).text());
            JsonNode of = wanted.get(i);
            near(found.loss(), of.get("loss"));
            near(found.minK(), of.get("minK"));
            near(found.zlib(), of.get("zlib"));
        }
    }

    private static void near(double found, JsonNode wanted) {
        double number = wanted.doubleValue();
        assertThat(found).isCloseTo(number, within(2e-4 * Math.abs(number) + 2e-6));
    }

    private static List<Row> rows(List<Example> examples, TextTokenizer tokenizer) throws RowFault {
        PromptTemplate template = ReboundGolden.template(tokenizer);
        List<Row> rows = new ArrayList<>();
        for (Example e : examples.subList(0, ROWS)) {
            rows.add(
                    new Row(
                            template.tokenize(tokenizer, e.question(), e.answer(), 128),
                            e.answer()));
        }
        return rows;
    }
}
