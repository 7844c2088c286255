package dev.sku.runtime.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sku.protocol.RunFolder;
import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.model.AdapterFolder;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.Lora;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.model.StoredDifference;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.testing.SampleRun;
import dev.sku.runtime.testing.SmallSet;
import dev.sku.runtime.unlearn.TaskVectorFile;
import dev.sku.runtime.weights.Safetensors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Logits of a prompt and of the tokens after it, with the sample's base and short runs' adapters and task vector.
class GenerationTest {
    private static final long[] PROMPT = {2, 40, 300, 7, 512, 33};

    private final ModelFolder folder = ModelFolder.open(SampleRun.SAMPLE.resolve("opt"));
    private final CausalLm model = CausalLm.load(folder);
    private final Lora lora =
            model.lora(AdapterFolder.open(SampleRun.lora().resolve("adapter"), folder.config()));

    private final StoredDifference tau =
            StoredDifference.taskVector(
                    model,
                    Safetensors.read(
                                    RunFolder.open(SampleRun.full())
                                            .taskVector()
                                            .resolve(TaskVectorFile.NAME))
                            .tensors());

    @AfterEach
    void close() {
        tau.close();
        lora.close();
        model.close();
    }

    private Variant base() {
        return new Variant.Plain(model.base());
    }

    private Variant unlearned(double lambda) {
        return new Variant.Adapted(model.base(), lora, -lambda);
    }

    /// Of each row, of the prompt and of two tokens after it.
    private float[][] logits(Variant... rows) {
        try (Generation generation = new Generation(model, new long[rows.length], 20);
                Scope scope = new Scope()) {
            generation.use(List.of(rows));
            float[][] all = new float[3 * rows.length][];
            for (int step = 0; step < 3; step++) {
                long[] next = step == 0 ? PROMPT : new long[] {50 + step};
                long[] ids = new long[rows.length * next.length];
                for (int r = 0; r < rows.length; r++) {
                    System.arraycopy(next, 0, ids, r * next.length, next.length);
                }
                float[] found = generation.append(scope, ids, next.length).floats();
                float[][] byRow = OnePass.rows(found, rows.length);
                for (int r = 0; r < rows.length; r++) {
                    all[3 * r + step] = byRow[r];
                }
            }
            return all;
        }
    }

    @Test
    void adaptersAtZeroAreTheBaseBitForBit() {
        assertThat(logits(unlearned(0))).isDeepEqualTo(logits(base()));
        assertThat(logits(unlearned(1))).isNotEqualTo(logits(base()));
    }

    @Test
    void aTaskVectorAtZeroIsTheBaseBitForBit() {
        assertThat(logits(tau.at(0))).isDeepEqualTo(logits(base()));
        assertThat(logits(tau.at(1))).isNotEqualTo(logits(base()));
    }

    @Test
    void whatOneRowAddsLeavesTheOthersAlone() {
        float[][] alone = logits(base(), base());
        for (Variant[] rows :
                List.of(
                        new Variant[] {base(), tau.at(1)},
                        new Variant[] {base(), tau.at(1), tau.at(0.5)},
                        new Variant[] {base(), unlearned(1)},
                        new Variant[] {unlearned(0), unlearned(1)})) {
            assertThat(Arrays.copyOf(logits(rows), 3)).isDeepEqualTo(Arrays.copyOf(alone, 3));
        }
    }

    /// What is added to the base's products is what weights less λτ give.
    @Test
    void rowsOfATaskVectorAreThoseOfTheCombinedWeights() {
        Variant.Subtracted half = (Variant.Subtracted) tau.at(0.5);
        Variant.Subtracted whole = (Variant.Subtracted) tau.at(1);
        float[][] together = logits(base(), whole, half, whole);
        assertSame(together, 0, logits(base()));
        assertSame(together, 1, combined(whole));
        assertSame(together, 2, combined(half));
        assertSame(together, 3, combined(whole));
        assertSame(logits(base(), whole), 1, combined(whole));
        assertSame(logits(whole), 0, combined(whole));
    }

    /// Of one pass over the prompt and two tokens, whose layers are combined one by one.
    private float[][] combined(Variant.Subtracted variant) {
        long[] ids = Arrays.copyOf(PROMPT, PROMPT.length + 2);
        ids[PROMPT.length] = 51;
        ids[PROMPT.length + 1] = 52;
        float[][] all = OnePass.logits(model, variant, ids);
        return Arrays.copyOfRange(all, PROMPT.length - 1, all.length);
    }

    @Test
    void aRowSaysBesideOthersWhatItSaysAlone() {
        float[][] together = logits(base(), unlearned(1), unlearned(0.4), base());
        assertSame(together, 0, logits(base()));
        assertSame(together, 1, logits(unlearned(1)));
        assertSame(together, 2, logits(unlearned(0.4)));
        assertSame(logits(base(), unlearned(1)), 1, logits(unlearned(1)));
    }

    /// The sample's matrices are packed as float16, which holds them exactly; others would be off by far more than this.
    @Test
    void tokenByTokenLogitsAreThoseOfOnePass() {
        assertOnePass(model, PROMPT);
    }

    @Test
    void matricesThatFloat16WouldRoundAreTakenAsTheyAre() {
        try (CausalLm other = CausalLm.load(ModelFolder.open(SmallSet.model("opt")))) {
            assertOnePass(other, new long[] {2, 40, 30, 7, 51, 33});
        }
    }

    private static void assertOnePass(CausalLm model, long[] ids) {
        Variant plain = new Variant.Plain(model.base());
        float[][] whole = OnePass.logits(model, plain, ids);
        try (Generation generation = new Generation(model, new long[1], ids.length);
                Scope scope = new Scope()) {
            generation.use(List.of(plain));
            generation.append(scope, Arrays.copyOf(ids, 2), 2);
            for (int i = 2; i < ids.length; i++) {
                float[] found = generation.append(scope, new long[] {ids[i]}, 1).floats();
                for (int v = 0; v < found.length; v++) {
                    assertThat(found[v]).isCloseTo(whole[i][v], within(2e-5f));
                }
            }
        }
    }

    /// Products of one row and of several add up in another order.
    private static void assertSame(float[][] together, int row, float[][] alone) {
        for (int step = 0; step < 3; step++) {
            float[] found = together[3 * row + step];
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isCloseTo(alone[step][i], within(2e-5f));
            }
        }
    }
}
