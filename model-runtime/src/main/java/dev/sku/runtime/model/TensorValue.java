package dev.sku.runtime.model;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.weights.Dtype;
import dev.sku.runtime.weights.TensorData;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;

/// A tensor of libtorch on its way into a file, copied out in pieces.
public record TensorValue(
        TorchScript script, String name, Dtype dtype, List<Long> shape, Source source)
        implements TensorData {
    /// A piece may not reach 2 GB; this one keeps the extra memory small.
    private static final long PIECE_BYTES = 64L << 20;

    /// Makes the tensor when its turn comes; what it makes lives until it is written.
    @FunctionalInterface
    public interface Source {
        Value make(Scope scope);
    }

    /// A tensor that is there already.
    public static TensorValue of(TorchScript script, String name, Dtype dtype, Value value) {
        return new TensorValue(
                script, name, dtype, Arrays.stream(value.shape()).boxed().toList(), _ -> value);
    }

    @Override
    public void writeTo(WritableByteChannel out) throws IOException {
        try (Scope scope = new Scope()) {
            Value tensor = source.make(scope);
            long elements = bytes() / dtype.bytes();
            long piece = PIECE_BYTES / dtype.bytes();
            for (long at = 0; at < elements; at += piece) {
                try (Scope step = new Scope()) {
                    long n = Math.min(piece, elements - at);
                    script.call(step, "flat_part", tensor, at, n)
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
