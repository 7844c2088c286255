package dev.sku.runtime.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/// A tensor on its way into a file: what the header says of it, and how its bytes are made, one tensor at a time.
public interface TensorData {
    String name();

    Dtype dtype();

    List<Long> shape();

    /// Writes every element, row-major, little endian; called once, when its turn comes.
    void writeTo(WritableByteChannel out) throws IOException;

    default long bytes() {
        long elements = 1;
        for (long dimension : shape()) {
            elements = Math.multiplyExact(elements, dimension);
        }
        return Math.multiplyExact(elements, dtype().bytes());
    }

    /// The bytes of a tensor that lies in a file, unchanged.
    static TensorData copyOf(TensorEntry entry) {
        return new Copy(entry);
    }

    /// Bytes that are in memory already; the buffer is left as it is.
    static TensorData of(String name, Dtype dtype, List<Long> shape, ByteBuffer bytes) {
        return new InMemory(name, dtype, List.copyOf(shape), bytes.duplicate());
    }

    /// A copy straight from another checkpoint file.
    record Copy(TensorEntry entry) implements TensorData {
        @Override
        public String name() {
            return entry.name();
        }

        @Override
        public Dtype dtype() {
            return entry.dtype();
        }

        @Override
        public List<Long> shape() {
            return entry.shape();
        }

        @Override
        public void writeTo(WritableByteChannel out) throws IOException {
            entry.copyTo(out);
        }
    }

    /// A small tensor held by a buffer.
    record InMemory(String name, Dtype dtype, List<Long> shape, ByteBuffer buffer)
            implements TensorData {
        @Override
        public void writeTo(WritableByteChannel out) throws IOException {
            ByteBuffer rest = buffer.duplicate();
            while (rest.hasRemaining()) {
                out.write(rest);
            }
        }
    }
}
