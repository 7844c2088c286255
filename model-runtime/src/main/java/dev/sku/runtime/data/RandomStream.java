package dev.sku.runtime.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Random choices that follow from a run's seed, the same on every machine and Java version.
///
/// Bits come from `L64X128MixRandom` (specified in `java.util.random`); how they become numbers is written here, since
/// `RandomGenerator.nextInt(bound)` leaves its algorithm open. Streams of different purposes are independent, so that,
/// say, drawing more random answers does not change the order of the rows.
public final class RandomStream {
    private final RandomGenerator bits;

    private RandomStream(long seed) {
        this.bits = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    public static RandomStream of(long seed, String purpose) {
        long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bits
        for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return new RandomStream(seed ^ hash);
    }

    /// Uniform in 0 … bound − 1: the high word of (31 random bits × bound), rejecting what would favour small numbers.
    public int below(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound " + bound);
        }
        int rejected = (int) ((1L << 31) % bound);
        while (true) {
            long product = (bits.nextLong() >>> 33) * bound;
            if ((product & 0x7fffffffL) >= rejected) {
                return (int) (product >>> 31);
            }
        }
    }

    /// 0 … n − 1 in random order.
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = below(i + 1); // Fisher–Yates, inside out
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    public <T> List<T> shuffled(List<T> items) {
        return java.util.Arrays.stream(permutation(items.size())).<T>mapToObj(items::get).toList();
    }

    /// `count` different ones of `from`, or with repetition where there are too few.
    List<Integer> draw(List<Integer> from, int count) {
        if (count > from.size()) {
            return java.util.stream.IntStream.range(0, count)
                    .mapToObj(_ -> from.get(below(from.size())))
                    .toList();
        }
        java.util.LinkedHashSet<Integer> drawn = new java.util.LinkedHashSet<>();
        while (drawn.size() < count) {
            drawn.add(from.get(below(from.size())));
        }
        return List.copyOf(drawn);
    }
}
