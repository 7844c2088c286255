package dev.sku.runtime.weights;

import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes a safetensors file in one pass, one tensor at a time, so that no more than one has to be in memory.
///
/// The same tensors and metadata give the same bytes.
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /// Replaces `target` when the last byte is safely on the disk; until then it stays what it was.
    ///
    /// @throws dev.sku.protocol.ProblemException `DISK_FULL` or `WRITE_FAILED`
    public static void write(
            Path target, Map<String, String> metadata, List<? extends TensorData> tensors) {
        AtomicFiles.writeChannel(target, out -> write(out, metadata, tensors));
    }

    /// The same into something that is open already, such as a file in a folder that appears as a whole.
    public static void write(
            WritableByteChannel out,
            Map<String, String> metadata,
            List<? extends TensorData> tensors)
            throws IOException {
        writeFully(out, header(metadata, tensors));
        for (TensorData tensor : tensors) {
            Counting counting = new Counting(out);
            tensor.writeTo(counting);
            if (counting.written != tensor.bytes()) {
                throw new IllegalStateException(
                        "tensor %s wrote %d bytes, its shape and dtype take %d"
                                .formatted(tensor.name(), counting.written, tensor.bytes()));
            }
        }
    }

    private static ByteBuffer header(
            Map<String, String> metadata, List<? extends TensorData> tensors) {
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            SortedMap<String, String> sorted = new TreeMap<>(metadata);
            header.put("__metadata__", sorted);
        }
        long offset = 0;
        for (TensorData tensor : tensors) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", tensor.dtype().name());
            entry.put("shape", tensor.shape());
            entry.put("data_offsets", List.of(offset, offset += tensor.bytes()));
            if (header.put(tensor.name(), entry) != null) {
                throw new IllegalArgumentException("tensor " + tensor.name() + " is there twice");
            }
        }
        byte[] json = Wire.line(header).getBytes(StandardCharsets.UTF_8);
        int padded = Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT;
        ByteBuffer bytes =
                ByteBuffer.allocate(Safetensors.LENGTH_BYTES + padded)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(padded)
                        .put(json);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.flip();
    }

    private static void writeFully(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /// Counts what a tensor writes, and leaves the file open when the tensor closes its channel.
    private static final class Counting implements WritableByteChannel {
        private final WritableByteChannel out;
        private long written;

        Counting(WritableByteChannel out) {
            this.out = out;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int count = out.write(bytes);
            written += count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return out.isOpen();
        }

        @Override
        public void close() {}
    }
}
