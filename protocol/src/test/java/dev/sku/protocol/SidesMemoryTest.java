package dev.sku.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.MemoryEstimate.Device;
import dev.sku.protocol.MemoryEstimate.Part;
import dev.sku.protocol.SidesMemory.Work;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The arithmetic; the runtime's campaign holds it against real processes.
class SidesMemoryTest {
    private static final ModelShape SHAPE =
            new ModelShape(
                    ModelShape.Family.OPT, 8, 1024, 1024, 4096, 8192, 16, 16, 64, 512, true, 4);
    private static final SideSize BASE = new SideSize("base", SHAPE, 0, 0, 0, false);
    private static final SideSize ADAPTED = new SideSize("base", SHAPE, 500_000, 0, 0, false);
    private static final SideSize WHOLE =
            new SideSize("base", SHAPE, 0, SHAPE.parameters(), 4, false);

    private static long of(Part part, Work work, SideSize... sides) {
        return new SidesMemory(List.of(sides), Quantization.NONE)
                .on(new Device("cpu", 0, 0), work)
                .parts()
                .getOrDefault(part, 0L);
    }

    private static Work one(int newTokens) {
        return new Work(1, 0, 0, newTokens);
    }

    @Test
    void keysAndValuesAreThoseOfEverySideAndToken() {
        long each = 8L * 2 * 1024 * 4;
        long longer = of(Part.WORKSPACE, one(200), BASE, ADAPTED);
        long shorter = of(Part.WORKSPACE, one(100), BASE, ADAPTED);

        assertThat(longer - shorter).isEqualTo(2 * 100 * each);
        assertThat(of(Part.WORKSPACE, one(10_000), BASE))
                .as("no longer than the model has positions")
                .isEqualTo(of(Part.WORKSPACE, one(512), BASE));
    }

    @Test
    void aBaseIsThereOnceAndTaskVectorsBesideIt() {
        long base = of(Part.WEIGHTS, one(8), BASE);

        assertThat(of(Part.WEIGHTS, one(8), BASE, BASE)).isEqualTo(base);
        assertThat(of(Part.WEIGHTS, one(8), BASE, ADAPTED) - base).isEqualTo(500_000L * 4 * 2);
        assertThat(of(Part.WEIGHTS, one(8), BASE, WHOLE) - base)
                .isGreaterThanOrEqualTo(4 * SHAPE.parameters());
    }

    @Test
    void alongLambdaAllRepliesAreThereAtOnceButNoMoreThanABatch() {
        long eight = of(Part.WORKSPACE, new Work(1, 8, 0, 100), BASE, ADAPTED);
        long two = of(Part.WORKSPACE, one(100), BASE, ADAPTED);
        long batch = of(Part.WORKSPACE, new Work(3, 8, 0, 100), BASE, ADAPTED);

        assertThat(eight).isEqualTo(4 * two);
        assertThat(of(Part.WORKSPACE, new Work(40, 8, 0, 100), BASE, ADAPTED)).isEqualTo(batch);
    }
}
