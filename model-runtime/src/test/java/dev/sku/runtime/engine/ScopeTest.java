package dev.sku.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private static final int ELEMENTS = 1 << 16;

    @Test
    void aTensorMadeFromAnArrayOutlivesTheGarbageCollector() {
        LibTorch.prepareThread();
        try (Scope scope = new Scope()) {
            List<Value> tensors = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                tensors.add(scope.tensor(new float[ELEMENTS], ELEMENTS));
            }
            System.gc();
            // Whatever was freed is given to these, and overwritten.
            for (int i = 0; i < 64; i++) {
                float[] ones = new float[ELEMENTS];
                java.util.Arrays.fill(ones, 1);
                scope.tensor(ones, ELEMENTS);
            }
            assertThat(tensors).allSatisfy(tensor -> assertThat(tensor.floats()).containsOnly(0f));
        }
    }
}
