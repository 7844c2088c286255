package dev.sku.runtime.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Seeded choices for one purpose; another purpose with the same seed draws from another stream.
///
/// So a change in how one file is drawn leaves every other file as it was. [Random] is used because its numbers are
/// specified: the same seed gives the same files on every Java.
final class Draws {
    private final Random random;

    Draws(long seed, String purpose) {
        long mixed = (seed + 1) * 0x9E3779B97F4A7C15L ^ ((long) purpose.hashCode() << 17);
        mixed = (mixed ^ (mixed >>> 31)) * 0xBF58476D1CE4E5B9L;
        this.random = new Random(mixed ^ (mixed >>> 29));
    }

    boolean chance(double share) {
        return random.nextDouble() < share;
    }

    <T> T one(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /// @param shares of the elements of `from`, in their order; they add up to one
    <T> T one(List<T> from, List<Double> shares) {
        double left = random.nextDouble();
        for (int i = 0; i < from.size(); i++) {
            left -= shares.get(i);
            if (left < 0) {
                return from.get(i);
            }
        }
        return from.getLast();
    }

    /// Without repetition, in random order.
    <T> List<T> some(List<T> from, int count) {
        return List.copyOf(shuffled(from).subList(0, count));
    }

    <T> List<T> shuffled(List<T> from) {
        List<T> copy = new ArrayList<>(from);
        Collections.shuffle(copy, random);
        return copy;
    }
}
