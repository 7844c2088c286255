package dev.sku.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {
    /// Memory of a collected buffer is soon written over by the next one: hence many tensors, and collections between them.
    @Test
    void tensorsKeepTheirValuesWhenJavaCollectsItsGarbage() {
        LibTorch.prepareThread();
        try (Scope scope = new Scope()) {
            List<Value> tensors = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                float[] values = new float[4096];
                Arrays.fill(values, i);
                tensors.add(scope.tensor(values, values.length));
                if (i % 100 == 99) {
                    System.gc();
                }
            }
            for (int i = 0; i < tensors.size(); i++) {
                float[] wanted = new float[4096];
                Arrays.fill(wanted, i);
                assertThat(Arrays.equals(tensors.get(i).floats(), wanted))
                        .as("tensor %d", i)
                        .isTrue();
            }
        }
    }
}
