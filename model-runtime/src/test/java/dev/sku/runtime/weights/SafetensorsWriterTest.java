package dev.sku.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Path file = folder.resolve("x.safetensors");
        ByteBuffer floats = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        floats.putFloat(1).putFloat(-2).putFloat(0.5f).flip();
        TensorData scalar =
                tensor("scalar", Dtype.BF16, List.of(), ByteBuffer.wrap(new byte[] {1, 2}));

        SafetensorsWriter.write(
                file,
                Map.of("format", "pt", "a", "ü"),
                List.of(scalar, tensor("row", Dtype.F32, List.of(3L, 1L), floats)));

        SafetensorsFile read = Safetensors.read(file);
        assertThat(read.metadata()).isEqualTo(Map.of("format", "pt", "a", "ü"));
        assertThat(read.tensors().keySet()).containsExactly("scalar", "row");
        assertThat(read.tensor("row").shape()).containsExactly(3L, 1L);
        assertThat(Resources.bytes(read.tensor("row"))).isEqualTo(floats);
    }

    @Test
    void theHeaderEndsAtAMultipleOfEight() throws IOException {
        for (int length = 1; length < 10; length++) {
            Path file = folder.resolve("x");
            TensorData one =
                    tensor("n".repeat(length), Dtype.U8, List.of(1L), ByteBuffer.allocate(1));
            SafetensorsWriter.write(file, Map.of(), List.of(one));

            assertThat((Files.size(file) - 1) % 8).isZero();
        }
    }

    @Test
    void copyingEveryTensorGivesTheSameTensors() throws IOException {
        SafetensorsFile source = Safetensors.read(Resources.path("layouts.safetensors"));
        List<TensorData> copies = new ArrayList<>();
        source.tensors().values().forEach(t -> copies.add(TensorData.copyOf(t)));
        Path file = folder.resolve("x");

        SafetensorsWriter.write(file, source.metadata(), copies);

        SafetensorsFile read = Safetensors.read(file);
        assertThat(read.tensors().keySet()).containsExactlyElementsOf(source.tensors().keySet());
        for (TensorEntry entry : source.tensors().values()) {
            assertThat(Resources.bytes(read.tensor(entry.name())))
                    .isEqualTo(Resources.bytes(entry));
        }
    }

    @Test
    void aTensorThatWritesTooLittleLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "old");
        TensorData liar = tensor("liar", Dtype.F32, List.of(2L), ByteBuffer.allocate(4));

        assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of(), List.of(liar)))
                .hasMessageContaining("liar wrote 4 bytes");

        assertThat(file).hasContent("old");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void theSameNameTwiceIsAMistakeOfTheCaller() {
        TensorData one = tensor("a", Dtype.U8, List.of(1L), ByteBuffer.allocate(1));

        assertThatThrownBy(() ->
                        SafetensorsWriter.write(folder.resolve("x"), Map.of(), List.of(one, one)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static TensorData tensor(String name, Dtype dtype, List<Long> shape, ByteBuffer bytes) {
        return TensorData.of(name, dtype, shape, bytes);
    }
}
