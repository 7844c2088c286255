package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;

/// Raw calls into a TorchScript module and raw IValue handles.
///
/// DJL's public way to call a module always runs in inference mode, and builds its argument list anew for every call.
/// These few lines avoid both. Handles are addresses of native IValues: each must be deleted once.
public final class ScriptCalls {
    private ScriptCalls() {}

    /// Runs a method.
    ///
    /// @param gradients without DJL's inference-mode guard: whether gradients are recorded follows the thread's own mode
    public static long call(long module, String method, boolean gradients, long... arguments) {
        return PyTorchLibrary.LIB.moduleRunMethod(module, method, arguments, gradients, false);
    }

    public static void delete(long value) {
        PyTorchLibrary.LIB.torchDeleteIValue(value);
    }

    public static long of(long value) {
        return PyTorchLibrary.LIB.iValueFromLong(value);
    }

    public static long of(double value) {
        return PyTorchLibrary.LIB.iValueFromDouble(value);
    }

    public static long of(boolean value) {
        return PyTorchLibrary.LIB.iValueFromBool(value);
    }

    public static long of(String value) {
        return PyTorchLibrary.LIB.iValueFromString(value);
    }

    public static long of(long[] values) {
        return PyTorchLibrary.LIB.iValueFromLongList(values);
    }

    public static long of(double[] values) {
        return PyTorchLibrary.LIB.iValueFromDoubleList(values);
    }

    public static long of(PtNDArray tensor) {
        return PyTorchLibrary.LIB.iValueFromTensor(tensor.getHandle());
    }

    /// A `List[Tensor]` of values that hold tensors.
    public static long list(long[] tensorValues) {
        PyTorchLibrary lib = PyTorchLibrary.LIB;
        long[] tensors = new long[tensorValues.length];
        int made = 0;
        try {
            for (; made < tensors.length; made++) {
                tensors[made] = lib.iValueToTensor(tensorValues[made]);
            }
            return lib.iValueFromTensorList(tensors);
        } finally {
            for (int i = 0; i < made; i++) {
                lib.torchDeleteTensor(tensors[i]);
            }
        }
    }

    /// The elements of a `List[Tensor]`, a value each.
    public static long[] elements(long listValue) {
        PyTorchLibrary lib = PyTorchLibrary.LIB;
        long[] tensors = lib.iValueToTensorList(listValue);
        long[] values = new long[tensors.length];
        for (int i = 0; i < tensors.length; i++) {
            values[i] = lib.iValueFromTensor(tensors[i]);
            lib.torchDeleteTensor(tensors[i]);
        }
        return values;
    }

    public static long toLong(long value) {
        return PyTorchLibrary.LIB.iValueToLong(value);
    }

    public static double toDouble(long value) {
        return PyTorchLibrary.LIB.iValueToDouble(value);
    }

    public static long[] toLongs(long value) {
        return PyTorchLibrary.LIB.iValueToLongList(value);
    }

    public static double[] toDoubles(long value) {
        return PyTorchLibrary.LIB.iValueToDoubleList(value);
    }

    /// The tensor in a value as an array that DJL can read; the caller closes it.
    public static PtNDArray tensor(PtNDManager manager, long value) {
        return new PtNDArray(manager, PyTorchLibrary.LIB.iValueToTensor(value));
    }
}
