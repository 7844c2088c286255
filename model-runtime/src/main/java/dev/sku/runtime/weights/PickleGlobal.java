package dev.sku.runtime.weights;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A name in a pickle that has a meaning here. It is a word in a closed list, never a class or a function.
sealed interface PickleGlobal {
    /// What calling the name with these arguments stands for.
    Object meaning(List<?> arguments, Path file);

    /// `collections.OrderedDict`, called without arguments: an empty dictionary.
    record OrderedDict() implements PickleGlobal {
        @Override
        public Object meaning(List<?> arguments, Path file) {
            if (!arguments.isEmpty()) {
                throw PickleReader.refused(file, "it fills a dictionary in an unknown way");
            }
            return new LinkedHashMap<Object, Object>();
        }
    }

    /// `torch._utils._rebuild_tensor_v2(storage, offset, shape, strides, …)`.
    record RebuildTensor() implements PickleGlobal {
        @Override
        public Object meaning(List<?> arguments, Path file) {
            if (arguments.size() >= 4
                    && arguments.get(0) instanceof PickledTensor.Storage storage
                    && arguments.get(1) instanceof Long offset
                    && arguments.get(2) instanceof List<?> shape
                    && arguments.get(3) instanceof List<?> strides) {
                return PickledTensor.of(
                        storage, offset, longs(shape, file), longs(strides, file), file);
            }
            throw PickleReader.refused(file, "it describes a tensor in an unknown way");
        }
    }

    /// `torch._utils._rebuild_parameter(tensor, …)`: the tensor itself.
    record RebuildParameter() implements PickleGlobal {
        @Override
        public Object meaning(List<?> arguments, Path file) {
            if (!arguments.isEmpty() && arguments.getFirst() instanceof PickledTensor tensor) {
                return tensor;
            }
            throw PickleReader.refused(file, "it describes a parameter in an unknown way");
        }
    }

    /// `torch.HalfStorage` and its like: an element type, never called.
    record StorageType(Dtype dtype) implements PickleGlobal {
        @Override
        public Object meaning(List<?> arguments, Path file) {
            throw PickleReader.refused(file, "it calls a storage type");
        }
    }

    Map<String, PickleGlobal> KNOWN =
            Map.ofEntries(
                    Map.entry("collections.OrderedDict", new OrderedDict()),
                    Map.entry("torch._utils._rebuild_tensor_v2", new RebuildTensor()),
                    Map.entry("torch._utils._rebuild_parameter", new RebuildParameter()),
                    Map.entry("torch.FloatStorage", new StorageType(Dtype.F32)),
                    Map.entry("torch.HalfStorage", new StorageType(Dtype.F16)),
                    Map.entry("torch.BFloat16Storage", new StorageType(Dtype.BF16)),
                    Map.entry("torch.DoubleStorage", new StorageType(Dtype.F64)),
                    Map.entry("torch.LongStorage", new StorageType(Dtype.I64)),
                    Map.entry("torch.IntStorage", new StorageType(Dtype.I32)),
                    Map.entry("torch.ShortStorage", new StorageType(Dtype.I16)),
                    Map.entry("torch.CharStorage", new StorageType(Dtype.I8)),
                    Map.entry("torch.ByteStorage", new StorageType(Dtype.U8)),
                    Map.entry("torch.BoolStorage", new StorageType(Dtype.BOOL)));

    static PickleGlobal named(String name, Path file) {
        PickleGlobal known = KNOWN.get(name);
        if (known == null) {
            throw PickleReader.refused(
                    file,
                    "it asks for %s, which no plain tensor needs".formatted(Shown.text(name)));
        }
        return known;
    }

    /// The persistent id of a storage: `('storage', TYPE, KEY, DEVICE, ELEMENTS)`.
    static PickledTensor.Storage storage(Object id, Path file) {
        if (id instanceof List<?> parts
                && parts.size() == 5
                && "storage".equals(parts.get(0))
                && parts.get(1) instanceof StorageType(Dtype dtype)
                && parts.get(2) instanceof String key
                && key.matches("[0-9]{1,9}")
                && parts.get(4) instanceof Long elements
                && elements >= 0) {
            return new PickledTensor.Storage(key, dtype, elements);
        }
        throw PickleReader.refused(file, "it refers to a storage in an unknown way");
    }

    private static List<Long> longs(List<?> values, Path file) {
        return values.stream()
                .map(value -> {
                    if (value instanceof Long number && number >= 0) {
                        return number;
                    }
                    throw PickleReader.refused(
                            file, "a tensor has a shape or stride that is no number");
                })
                .toList();
    }
}
