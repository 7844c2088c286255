package dev.sku.runtime.model;

import static dev.sku.runtime.model.ModelFolders.llama;
import static dev.sku.runtime.model.ModelFolders.opt;
import static dev.sku.runtime.model.ModelFolders.refusal;
import static dev.sku.runtime.model.ModelFolders.write;
import static dev.sku.runtime.model.ModelFolders.writeSharded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.Problem;
import dev.sku.runtime.weights.AtomicFiles;
import dev.sku.runtime.weights.Dtype;
import dev.sku.runtime.weights.Resources;
import dev.sku.runtime.weights.TensorData;
import dev.sku.runtime.weights.TensorEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelWriterTest {
    @TempDir Path folder;

    @Test
    void aCopyHasTheTensorsTheShardsAndTheCompanionsOfItsBase() throws IOException {
        Path source = writeSharded(folder.resolve("base"), opt());
        Files.writeString(source.resolve("tokenizer.json"), "{}");
        Files.writeString(source.resolve("README.md"), "about the base");
        ModelFolder base = ModelFolder.open(source);
        Path target = folder.resolve("copy");

        ModelWriter.write(base, target, TensorData::copyOf);

        ModelFolder copy = ModelFolder.open(target);
        assertThat(copy.shards()).isEqualTo(base.shards());
        assertThat(copy.config()).isEqualTo(base.config());
        for (TensorEntry entry : base.tensors().values()) {
            assertThat(Resources.bytes(copy.tensor(entry.name())))
                    .isEqualTo(Resources.bytes(entry));
        }
        assertThat(target.resolve("tokenizer.json")).hasContent("{}");
        assertThat(target.resolve("README.md")).doesNotExist();
        assertThat(target.resolve("config.json"))
                .hasSameTextualContentAs(source.resolve("config.json"));
    }

    @Test
    void anotherDtypeIsSaidInTheConfiguration() throws IOException {
        ModelFolder base = ModelFolder.open(write(folder.resolve("base"), llama()));
        Path target = folder.resolve("half");

        ModelWriter.write(base, target, ModelWriterTest::zerosInHalf);

        assertThat(ModelFolder.open(target).dtype()).isEqualTo(Dtype.F16);
        assertThat(target.resolve("config.json"))
                .content()
                .contains("\"torch_dtype\" : \"float16\"");
        assertThat(target.resolve("model.safetensors.index.json")).doesNotExist();
    }

    @Test
    void theIndexCountsTheBytesAsWritten() throws IOException {
        ModelFolder base = ModelFolder.open(writeSharded(folder.resolve("base"), llama()));
        Path target = folder.resolve("half");

        ModelWriter.write(base, target, ModelWriterTest::zerosInHalf);

        assertThat(target.resolve("model.safetensors.index.json"))
                .content()
                .contains("\"total_size\" : " + base.bytes() / 2);
    }

    @Test
    void aConvertedPickleIsWrittenAsSafetensors() throws IOException {
        ModelFolder base = ModelFolder.open(Resources.copy("opt", folder.resolve("base")));
        Path target = folder.resolve("copy");

        ModelWriter.write(base, target, TensorData::copyOf);

        try (Stream<Path> files = Files.list(target)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("config.json", "model.safetensors");
        }
    }

    @Test
    void aReadOnlyBaseGivesACopyThatCanBeChanged() throws IOException {
        Path source = write(folder.resolve("base"), opt());
        Path tokenizer = Files.writeString(source.resolve("tokenizer.json"), "{}");
        Files.setPosixFilePermissions(tokenizer, Set.of(PosixFilePermission.OWNER_READ));
        Path target = folder.resolve("copy");

        ModelWriter.write(ModelFolder.open(source), target, TensorData::copyOf);

        assertThat(Files.getPosixFilePermissions(target.resolve("tokenizer.json")))
                .contains(PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void theBaseIsNeverOverwritten() throws IOException {
        ModelFolder base = ModelFolder.open(write(folder.resolve("base"), opt()));

        assertThat(
                        refusal(() -> ModelWriter.write(base, base.path(), TensorData::copyOf))
                                .problem()
                                .code())
                .isEqualTo(Problem.Code.FILE_EXISTS);
        assertThat(
                        refusal(() ->
                                        ModelWriter.write(
                                                base,
                                                base.path(),
                                                AtomicFiles.Existing.REPLACE,
                                                TensorData::copyOf))
                                .problem()
                                .code())
                .isEqualTo(Problem.Code.FILE_EXISTS);
        assertThat(ModelFolder.open(base.path()).tensors()).isEqualTo(base.tensors());
    }

    @Test
    void onlyAModelOrAnEmptyFolderIsReplaced() throws IOException {
        ModelFolder base = ModelFolder.open(write(folder.resolve("base"), opt()));
        Path home = Files.createDirectories(folder.resolve("home"));
        replace(base, home);
        replace(base, home);
        assertThat(ModelFolder.open(home).config()).isEqualTo(base.config());
        Files.createDirectories(home.resolve("letters"));

        assertThat(refusal(() -> replace(base, home)).problem().code())
                .isEqualTo(Problem.Code.FILE_EXISTS);
        assertThat(refusal(() -> replace(base, folder)).problem().code())
                .isEqualTo(Problem.Code.FILE_EXISTS);
        assertThat(home.resolve("letters")).exists();
    }

    private static void replace(ModelFolder base, Path target) {
        ModelWriter.write(base, target, AtomicFiles.Existing.REPLACE, TensorData::copyOf);
    }

    @Test
    void aWriteThatFailsHalfWayLeavesNothing() throws IOException {
        ModelFolder base = ModelFolder.open(write(folder.resolve("base"), opt()));
        Path target = folder.resolve("copy");

        assertThatThrownBy(() ->
                        ModelWriter.write(
                                base,
                                target,
                                entry -> {
                                    if (entry.name().contains("layers.1")) {
                                        throw new IllegalStateException("stopped");
                                    }
                                    return TensorData.copyOf(entry);
                                }))
                .hasMessage("stopped");

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(base.path());
        }
    }

    private static TensorData zerosInHalf(TensorEntry entry) {
        int bytes = Math.toIntExact(entry.elements() * 2);
        return TensorData.of(entry.name(), Dtype.F16, entry.shape(), ByteBuffer.allocate(bytes));
    }
}
