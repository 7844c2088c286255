package dev.sku.runtime.weights;

import java.nio.file.Path;
import java.util.List;

/// A view of a storage, proven to lie inside it: element `i` of dimension `d` is `strides[d]` elements from its
/// neighbour.
///
/// @param offset of the first element, in elements
record PickledTensor(Storage storage, long offset, List<Long> shape, List<Long> strides) {
    private static final int MAX_DIMENSIONS = 8;

    /// @param key name of the archive's entry that holds the bytes
    record Storage(String key, Dtype dtype, long elements) {}

    static PickledTensor of(
            Storage storage, long offset, List<Long> shape, List<Long> strides, Path file) {
        if (shape.size() != strides.size() || shape.size() > MAX_DIMENSIONS || offset < 0) {
            throw PickleReader.refused(file, "a tensor's shape and strides do not belong together");
        }
        try {
            long elements = 1;
            long last = offset;
            for (int d = 0; d < shape.size(); d++) {
                elements = Math.multiplyExact(elements, shape.get(d));
                last =
                        Math.addExact(
                                last,
                                Math.multiplyExact(Math.max(0, shape.get(d) - 1), strides.get(d)));
            }
            if (elements > 0 && (last >= storage.elements() || elements > storage.elements())) {
                throw PickleReader.refused(file, "a tensor reaches beyond its storage");
            }
        } catch (ArithmeticException e) {
            throw PickleReader.refused(file, "a tensor is larger than any file");
        }
        return new PickledTensor(storage, offset, shape, strides);
    }

    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    long bytes() {
        return elements() * storage.dtype().bytes();
    }

    /// Whether the elements lie one after the other in row-major order.
    boolean isContiguous() {
        long step = 1;
        for (int d = shape.size() - 1; d >= 0; d--) {
            if (shape.get(d) != 1 && strides.get(d) != step) {
                return false;
            }
            step *= shape.get(d);
        }
        return true;
    }
}
