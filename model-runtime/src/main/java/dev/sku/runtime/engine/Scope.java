package dev.sku.runtime.engine;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.ScriptCalls;
import java.util.ArrayList;
import java.util.List;

/// Owns values: one scope a model, one a step, one a token. Closing it frees what was made in it. Not for sharing between
/// threads while values are added.
public final class Scope implements AutoCloseable {
    private final List<Value> values = new ArrayList<>();

    public Value keep(Value value) {
        values.add(value);
        return value;
    }

    /// A float32 tensor on the CPU.
    public Value tensor(float[] data, long... shape) {
        return owned((PtNDArray) LibTorch.manager().create(data, new Shape(shape)));
    }

    /// An int64 tensor on the CPU.
    public Value tensor(long[] data, long... shape) {
        return owned((PtNDArray) LibTorch.manager().create(data, new Shape(shape)));
    }

    /// DJL's arrays borrow the memory of a Java buffer, which is gone soon after the array is closed: copy it into
    /// libtorch's own.
    private Value owned(PtNDArray borrowed) {
        try (borrowed;
                PtNDArray copy = (PtNDArray) borrowed.duplicate()) {
            return keep(new Value(ScriptCalls.of(copy)));
        }
    }

    /// A list of ints, built once and passed many times.
    public Value ints(long[] data) {
        return keep(new Value(ScriptCalls.of(data)));
    }

    /// A `List[Tensor]` that shares the given tensors.
    public Value list(List<Value> tensors) {
        long[] handles = tensors.stream().mapToLong(Value::handle).toArray();
        return keep(new Value(ScriptCalls.list(handles)));
    }

    /// The elements of a `List[Tensor]`.
    public List<Value> elements(Value list) {
        List<Value> all = new ArrayList<>();
        for (long handle : ScriptCalls.elements(list.handle())) {
            all.add(keep(new Value(handle)));
        }
        return all;
    }

    @Override
    public void close() {
        for (Value value : values) {
            value.close();
        }
        values.clear();
    }
}
