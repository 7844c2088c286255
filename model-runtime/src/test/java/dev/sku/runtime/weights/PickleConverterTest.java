package dev.sku.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With the real second JVM.
class PickleConverterTest {
    @TempDir Path folder;

    @Test
    void aModelIsConvertedNextToItsPickleAndOnlyOnce() throws IOException {
        Path model = Resources.copy("opt", folder.resolve("opt"));

        assertThat(PickleConverter.convert(model, folder.resolve("cache"))).isEqualTo(model);

        Path converted = model.resolve("model.safetensors");
        assertSameAsPyTorch(Safetensors.read(converted).tensors());
        FileTime first = Files.getLastModifiedTime(converted);
        Files.setLastModifiedTime(converted, FileTime.fromMillis(first.toMillis() - 60_000));
        PickleConverter.convert(model, folder.resolve("cache"));
        assertThat(Files.getLastModifiedTime(converted)).isLessThan(first);
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void shardsStayShards() throws IOException {
        Path model = Resources.copy("opt_sharded", folder.resolve("opt"));

        PickleConverter.convert(model, folder.resolve("cache"));

        Map<String, String> shardOf =
                ShardNames.index(model.resolve("model.safetensors.index.json"));
        assertThat(shardOf.values())
                .contains("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
        Map<String, TensorEntry> all = new java.util.HashMap<>();
        for (String shard : shardOf.values()) {
            all.putAll(Safetensors.read(model.resolve(shard)).tensors());
        }
        assertSameAsPyTorch(all);
    }

    @Test
    void aCacheIsFilledAsWell() throws IOException {
        Path model = Resources.copy("opt", folder.resolve("opt"));
        Path cache = folder.resolve("cache").resolve(PickleConverter.cacheName(model));

        PickleConverter.convertInto(model, cache);

        assertSameAsPyTorch(Safetensors.read(cache.resolve("model.safetensors")).tensors());
        assertThat(model.resolve("model.safetensors")).doesNotExist();
    }

    @Test
    void anExchangedPickleHasAnotherPlaceInTheCache() throws IOException {
        Path model = Resources.copy("opt", folder.resolve("opt"));
        String before = PickleConverter.cacheName(model);
        assertThat(PickleConverter.cacheName(model)).isEqualTo(before);

        Files.write(model.resolve("pytorch_model.bin"), new byte[1]);

        assertThat(PickleConverter.cacheName(model)).isNotEqualTo(before).startsWith("opt-");
    }

    @Test
    void aHostileFileIsRefusedAndLeavesNothing() throws IOException {
        byte[] hostile =
                TorchArchives.of("cos\nsystem\n(" + TorchArchives.text("id") + "tR.", Map.of());
        Path pickle = Files.write(folder.resolve("pytorch_model.bin"), hostile);

        Problem problem =
                catchThrowableOfType(
                                ProblemException.class,
                                () -> PickleConverter.convert(folder, folder))
                        .problem();

        assertThat(problem.code()).isEqualTo(Problem.Code.PICKLE_REFUSED);
        assertThat(problem.sentence(Locale.ROOT)).contains(pickle.toString(), "os.system");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(pickle);
        }
    }

    private static void assertSameAsPyTorch(Map<String, TensorEntry> converted) throws IOException {
        Map<String, TensorEntry> expected =
                Safetensors.read(Resources.path("opt.safetensors")).tensors();
        assertThat(converted.keySet()).isEqualTo(expected.keySet());
        for (TensorEntry entry : expected.values()) {
            TensorEntry found = Objects.requireNonNull(converted.get(entry.name()));
            assertThat(found.shape()).isEqualTo(entry.shape());
            assertThat(found.dtype()).isEqualTo(entry.dtype());
            assertThat(Resources.bytes(found)).isEqualTo(Resources.bytes(entry));
        }
    }
}
