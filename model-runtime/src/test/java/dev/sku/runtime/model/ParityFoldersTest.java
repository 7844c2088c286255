package dev.sku.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.runtime.weights.Dtype;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The recorded parity set, which lies next to the repository and not in it.
class ParityFoldersTest {
    private static final Path DEV = Path.of("../../shared/parity/dev");

    @BeforeEach
    void theSetIsThere() {
        assumeTrue(Files.isDirectory(DEV), "../shared/parity/dev is not next to the repository");
    }

    @Test
    void everyModelOpensWithoutAWarning() throws IOException {
        try (Stream<Path> models = Files.list(DEV.resolve("models"))) {
            assertThat(models.map(ModelFolder::open).toList())
                    .hasSize(11)
                    .allSatisfy(model -> assertThat(model.warnings()).isEmpty());
        }
    }

    @Test
    void everyAdapterFitsTheModelItNames() throws IOException {
        try (Stream<Path> adapters = Files.list(DEV.resolve("adapters"))) {
            List<Path> all = adapters.toList();
            assertThat(all).hasSize(9);
            for (Path folder : all) {
                String model =
                        folder.getFileName().toString().replaceAll("_(init|paper|reference).*", "");
                AdapterFolder adapter =
                        AdapterFolder.open(
                                folder, ModelFolder.open(DEV.resolve("models", model)).config());
                assertThat(adapter.config().scale()).isEqualTo(2);
                assertThat(adapter.pairs()).hasSize(4);
            }
        }
    }

    @Test
    void dtypesAreThoseOfTheFiles() {
        assertThat(ModelFolder.open(DEV.resolve("models/opt_fp16")).dtype()).isEqualTo(Dtype.F16);
        assertThat(ModelFolder.open(DEV.resolve("models/llama_gqa_bf16")).dtype())
                .isEqualTo(Dtype.BF16);
    }

    @Test
    void thePostNormModelProjectsItsEmbeddings() {
        OptConfig config =
                (OptConfig) ModelFolder.open(DEV.resolve("models/opt_postln_proj")).config();

        assertThat(config.projectsEmbeddings()).isTrue();
        assertThat(config.preLayerNorm()).isFalse();
        assertThat(config.finalLayerNorm()).isFalse();
    }

    @Test
    void theTiedLlamaScalesItsRotaryFrequencies() {
        LlamaConfig config =
                (LlamaConfig) ModelFolder.open(DEV.resolve("models/llama_tied")).config();

        assertThat(config.ropeTheta()).isEqualTo(500_000);
        assertThat(config.ropeScaling()).isEqualTo(new RopeScaling.Llama3(8, 1, 4, 32));
        assertThat(config.eosTokenIds()).containsExactly(2);
        assertThat(config.padTokenId()).isEqualTo(1);
    }
}
