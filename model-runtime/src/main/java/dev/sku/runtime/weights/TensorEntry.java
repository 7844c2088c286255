package dev.sku.runtime.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Where a tensor lies: a byte range of a file, row-major and little endian.
///
/// @param begin first byte, counted from the start of the file
/// @param end the byte after the last
public record TensorEntry(
        String name, Dtype dtype, List<Long> shape, Path file, long begin, long end) {
    public TensorEntry {
        shape = List.copyOf(shape);
    }

    public long elements() {
        return bytes() / dtype.bytes();
    }

    public long bytes() {
        return end - begin;
    }

    public TensorEntry renamed(String other) {
        return new TensorEntry(other, dtype, shape, file, begin, end);
    }

    /// Copies the bytes of the tensor as they are.
    public void copyTo(WritableByteChannel out) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            long at = begin;
            while (at < end) {
                long moved = in.transferTo(at, end - at, out);
                if (moved <= 0) {
                    throw new EOFException(
                            "%s ends at byte %d, inside tensor %s".formatted(file, at, name));
                }
                at += moved;
            }
        }
    }
}
