package dev.sku.runtime.testing;

import dev.sku.runtime.weights.Dtype;
import dev.sku.runtime.weights.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// Tensors of small models with normally distributed elements, the same each time; vectors lie around 1.
public final class RandomTensors {
    private static final double SPREAD = 0.3;

    private final SplittableRandom random;
    private final List<TensorData> tensors = new ArrayList<>();

    public RandomTensors(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public void add(String name, long... shape) {
        int elements = (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer bytes = ByteBuffer.allocate(4 * elements).order(ByteOrder.LITTLE_ENDIAN);
        double around = shape.length == 1 ? 1 : 0;
        for (int i = 0; i < elements; i++) {
            bytes.putFloat((float) (around + SPREAD * random.nextGaussian()));
        }
        tensors.add(
                TensorData.of(
                        name, Dtype.F32, LongStream.of(shape).boxed().toList(), bytes.flip()));
    }

    public List<TensorData> all() {
        return List.copyOf(tensors);
    }
}
