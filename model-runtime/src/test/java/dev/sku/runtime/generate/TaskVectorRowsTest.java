package dev.sku.runtime.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.model.Placement;
import dev.sku.runtime.model.StoredDifference;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.testing.Parity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What rows of a task vector add to the base's products, against one pass over weights from which λτ was taken, in every
/// arrangement of both architectures: tied, grouped heads, norms after the branch, projected embeddings, parts apart.
class TaskVectorRowsTest {
    private static final long[] IDS = {2, 40, 30, 7, 51, 33, 12};
    private static final int PROMPT = 4;

    @ParameterizedTest
    @CsvSource({
        "opt, true",
        "opt, false",
        "opt_postln_proj, true",
        "opt_postln_proj, false",
        "llama, true",
        "llama, false",
        "llama_gqa, true",
        "llama_gqa, false",
        "llama_tied, true"
    })
    void areThoseOfTheCombinedWeights(String name, boolean stacked) {
        Path folder = Parity.set().resolve("models").resolve(name);
        assumeTrue(Files.isDirectory(folder), "the parity set is not here");
        ModelFolder opened = ModelFolder.open(folder);
        try (CausalLm model =
                        CausalLm.load(
                                opened,
                                Placement.on("cpu", opened),
                                CausalLm.Held.RESIDENT,
                                stacked);
                StoredDifference tau = StoredDifference.taskVector(model, opened.tensors())) {
            Variant base = new Variant.Plain(model.base());
            Variant half = tau.at(0.5);
            Variant fifth = tau.at(0.2);
            List<Variant> rows = List.of(base, half, fifth);
            List<float[]> expected =
                    rows.stream().map(v -> OnePass.logits(model, v, IDS)[IDS.length - 1]).toList();
            List<float[]> found = tokenByToken(model, rows);
            List<float[]> alone = tokenByToken(model, List.of(half));
            for (int r = 0; r < rows.size(); r++) {
                assertClose(found.get(r), expected.get(r), name + ", row " + r);
            }
            assertClose(alone.getFirst(), expected.get(1), name + " alone");
            assertClose(
                    tokenByToken(model, List.of(base, half)).get(1),
                    expected.get(1),
                    name + " second");
            assertThat(expected.get(1)).isNotEqualTo(expected.getFirst());
        }
    }

    private static List<float[]> tokenByToken(CausalLm model, List<Variant> rows) {
        try (Generation generation = new Generation(model, new long[rows.size()], IDS.length);
                Scope scope = new Scope()) {
            generation.use(rows);
            float[] last =
                    generation.append(scope, repeated(rows.size(), 0, PROMPT), PROMPT).floats();
            for (int i = PROMPT; i < IDS.length; i++) {
                last = generation.append(scope, repeated(rows.size(), i, 1), 1).floats();
            }
            return List.of(OnePass.rows(last, rows.size()));
        }
    }

    private static long[] repeated(int rows, int from, int count) {
        long[] ids = new long[rows * count];
        for (int r = 0; r < rows; r++) {
            System.arraycopy(IDS, from, ids, r * count, count);
        }
        return ids;
    }

    private static void assertClose(float[] found, float[] expected, String what) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as(what).isCloseTo(expected[i], within(3e-5f));
        }
    }
}
