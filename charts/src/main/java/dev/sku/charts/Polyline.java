package dev.sku.charts;

import java.util.Arrays;

/// The points of a series that are worth drawing: all of them, or the lowest and the highest of each bucket of x.
///
/// A peak of a single sample stays visible however many samples share a pixel.
final class Polyline {
    private final double[] x;
    private final double[] y;
    private final int size;

    /// Keeps the arrays; the caller lets go of them.
    Polyline(double[] x, double[] y, int size) {
        this.x = x;
        this.y = y;
        this.size = size;
    }

    int size() {
        return size;
    }

    double x(int i) {
        return x[i];
    }

    double y(int i) {
        return y[i];
    }

    /// The same points at other heights.
    Polyline mapY(java.util.function.DoubleUnaryOperator height) {
        return new Polyline(x, Arrays.stream(y, 0, size).map(height).toArray(), size);
    }

    /// @param low, high the part of x that is looked at; one sample beyond each end is kept, so that lines leave the picture
    /// @param buckets how many columns there are to draw in; at most two points each
    static Polyline of(double[] x, double[] y, int size, double low, double high, int buckets) {
        int from = Math.max(0, firstAtLeast(x, size, low) - 1);
        int to = Math.min(size, firstAtLeast(x, size, Math.nextUp(high)) + 1);
        int n = Math.max(0, to - from);
        if (n <= 2 * buckets) {
            return new Polyline(
                    Arrays.copyOfRange(x, from, from + n),
                    Arrays.copyOfRange(y, from, from + n),
                    n);
        }
        double[] px = new double[2 * buckets];
        double[] py = new double[2 * buckets];
        int count = 0;
        for (int b = 0; b < buckets; b++) {
            int start = from + (int) ((long) n * b / buckets);
            int end = from + (int) ((long) n * (b + 1) / buckets);
            int lowest = start;
            int highest = start;
            for (int i = start + 1; i < end; i++) {
                if (y[i] < y[lowest]) {
                    lowest = i;
                } else if (y[i] > y[highest]) {
                    highest = i;
                }
            }
            int first = Math.min(lowest, highest);
            int second = Math.max(lowest, highest);
            px[count] = x[first];
            py[count++] = y[first];
            if (second != first) {
                px[count] = x[second];
                py[count++] = y[second];
            }
        }
        return new Polyline(px, py, count);
    }

    private static int firstAtLeast(double[] x, int size, double value) {
        int i = Arrays.binarySearch(x, 0, size, value);
        return i >= 0 ? i : -i - 1;
    }
}
