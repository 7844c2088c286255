package dev.sku.runtime.unlearn;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.weights.Dtype;
import dev.sku.runtime.weights.TensorData;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/// A tensor that is computed while it is written, some rows at a time.
///
/// @param source opened when the tensor's turn comes; its scope is closed after the last row
record StreamedTensor(String name, Dtype dtype, List<Long> shape, Source source)
        implements TensorData {
    /// Rows of this many bytes are computed at a time: few enough to stay in memory several times over.
    private static final long CHUNK_BYTES = 64L << 20;

    /// Where the rows come from.
    @FunctionalInterface
    interface Source {
        RowMaker open(Scope scope);
    }

    /// Makes rows of the tensor in its own dtype, contiguous, on the CPU.
    @FunctionalInterface
    interface RowMaker {
        Value rows(Scope scope, long begin, long count);
    }

    @Override
    public void writeTo(WritableByteChannel out) throws IOException {
        long rows = shape.getFirst();
        if (bytes() == 0) {
            return;
        }
        long each = Math.clamp(CHUNK_BYTES / (bytes() / rows), 1, rows);
        try (Scope whole = new Scope()) {
            RowMaker maker = source.open(whole);
            for (long begin = 0; begin < rows; begin += each) {
                long count = Math.min(each, rows - begin);
                try (Scope step = new Scope()) {
                    maker.rows(step, begin, count)
                            .bytes(bytes -> {
                                while (bytes.hasRemaining()) {
                                    out.write(bytes);
                                }
                            });
                }
            }
        }
    }
}
