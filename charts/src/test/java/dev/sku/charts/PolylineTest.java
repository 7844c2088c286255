package dev.sku.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolylineTest {
    private static final int N = 100_000;
    private final double[] x = IntStream.range(0, N).asDoubleStream().toArray();
    private final double[] y = IntStream.range(0, N).mapToDouble(i -> Math.sin(i / 50.0)).toArray();

    @Test
    void keepsAPeakOfOneSample() {
        y[34_567] = 9;
        y[70_001] = -9;

        Polyline line = Polyline.of(x, y, N, 0, N, 300);

        assertThat(line.size()).isLessThanOrEqualTo(600);
        assertThat(points(line)).contains("34567.0 9.0", "70001.0 -9.0");
    }

    @Test
    void keepsEverySampleWhenThereAreFew() {
        Polyline line = Polyline.of(x, y, 500, 0, 500, 300);

        assertThat(line.size()).isEqualTo(500);
    }

    @Test
    void keepsOneSampleBeyondEachEndOfTheView() {
        Polyline line = Polyline.of(x, y, N, 10.5, 20.5, 300);

        assertThat(line.x(0)).isEqualTo(10);
        assertThat(line.x(line.size() - 1)).isEqualTo(21);
    }

    @Test
    void isInOrderOfX() {
        Polyline line = Polyline.of(x, y, N, 0, N, 77);

        assertThat(IntStream.range(0, line.size()).mapToObj(line::x).toList()).isSorted();
    }

    @Test
    void nothingGivesNothing() {
        assertThat(Polyline.of(x, y, 0, 0, 1, 10).size()).isZero();
    }

    private static java.util.List<String> points(Polyline line) {
        return IntStream.range(0, line.size()).mapToObj(i -> line.x(i) + " " + line.y(i)).toList();
    }
}
