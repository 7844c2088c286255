package dev.sku.runtime.engine;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.ScriptCalls;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Something that TorchScript text takes or returns and that lives in libtorch: a tensor or a list of tensors.
///
/// It belongs to the [Scope] that it was made in and is freed with it, or earlier by [#close]. Several values may share
/// one tensor; its memory goes when the last of them does.
public final class Value implements AutoCloseable {
    private long handle;

    Value(long handle) {
        this.handle = handle;
    }

    long handle() {
        if (handle == 0) {
            throw new IllegalStateException("this tensor is closed");
        }
        return handle;
    }

    @Override
    public void close() {
        if (handle != 0) {
            ScriptCalls.delete(handle);
            handle = 0;
        }
    }

    /// All elements of a float32 tensor in row-major order.
    public float[] floats() {
        try (PtNDArray array = array()) {
            return array.toFloatArray();
        }
    }

    /// All elements of an int64 tensor in row-major order.
    public long[] longs() {
        try (PtNDArray array = array()) {
            return array.toLongArray();
        }
    }

    /// The only element of a float32 tensor.
    public float scalar() {
        float[] all = floats();
        if (all.length != 1) {
            throw new IllegalStateException("not a scalar but " + all.length + " elements");
        }
        return all[0];
    }

    public long[] shape() {
        try (PtNDArray array = array()) {
            return array.getShape().getShape();
        }
    }

    /// The raw bytes of a contiguous tensor on the CPU, of any type, without a copy. The consumer must be done with the
    /// buffer when it returns; at most 2 GB.
    public void bytes(BytesConsumer consumer) throws IOException {
        try (PtNDArray array = array()) {
            consumer.accept(array.toByteBuffer(true));
        }
    }

    /// Takes bytes that are only valid during the call.
    @FunctionalInterface
    public interface BytesConsumer {
        void accept(ByteBuffer bytes) throws IOException;
    }

    private PtNDArray array() {
        return ScriptCalls.tensor(LibTorch.manager(), handle());
    }
}
