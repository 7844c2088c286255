package dev.sku.runtime.weights;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A tensor of a `torch.save` archive on its way into a safetensors file: copied as it lies where its elements are in
/// order, gathered where it is a strided view.
///
/// @param storageBegin first byte of the storage in the file
record ArchivedTensor(Path file, String name, PickledTensor tensor, long storageBegin)
        implements TensorData {
    private static final int GATHER_BYTES = 1 << 20;

    @Override
    public Dtype dtype() {
        return tensor.storage().dtype();
    }

    @Override
    public List<Long> shape() {
        return tensor.shape();
    }

    @Override
    public void writeTo(WritableByteChannel out) throws IOException {
        if (tensor.bytes() == 0) {
            return;
        }
        long begin = storageBegin + tensor.offset() * dtype().bytes();
        if (tensor.isContiguous()) {
            new TensorEntry(name, dtype(), shape(), file, begin, begin + tensor.bytes())
                    .copyTo(out);
        } else {
            gather(out);
        }
    }

    /// Element by element from the mapped storage, in row-major order of the view.
    private void gather(WritableByteChannel out) throws IOException {
        int size = dtype().bytes();
        long[] index = new long[shape().size()];
        ByteBuffer buffer = ByteBuffer.allocate(GATHER_BYTES);
        MemorySegment target = MemorySegment.ofBuffer(buffer);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            MemorySegment storage =
                    in.map(
                            FileChannel.MapMode.READ_ONLY,
                            storageBegin,
                            tensor.storage().elements() * size,
                            arena);
            long at = tensor.offset();
            for (long left = tensor.elements(); left > 0; left--) {
                MemorySegment.copy(storage, at * size, target, buffer.position(), size);
                buffer.position(buffer.position() + size);
                if (buffer.remaining() < size || left == 1) {
                    drain(buffer, out);
                }
                at = next(index, at);
            }
        }
    }

    private long next(long[] index, long at) {
        long moved = at;
        for (int d = index.length - 1; d >= 0; d--) {
            moved += tensor.strides().get(d);
            if (++index[d] < shape().get(d)) {
                return moved;
            }
            moved -= shape().get(d) * tensor.strides().get(d);
            index[d] = 0;
        }
        return moved;
    }

    private static void drain(ByteBuffer buffer, WritableByteChannel out) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
        buffer.clear();
    }
}
