package dev.sku.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModelRefTest {
    @Test
    void aFolderIsCalledByItsName() {
        assertThat(new ModelRef("/models/opt-1.3b").name()).isEqualTo("opt-1.3b");
    }

    @Test
    void aFolderOfTheCacheIsCalledAsOnTheHub() {
        assertThat(new ModelRef("/c/hub/models--facebook--opt-1.3b/snapshots/3f5c").name())
                .isEqualTo("facebook/opt-1.3b");
    }
}
