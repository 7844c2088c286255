package dev.sku.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.resources.Theme;
import dev.sku.resources.Tokens;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LineChartTest {
    @BeforeAll
    static void toolkit() {
        DrawingLibraries.assumeThere();
        try {
            Platform.startup(() -> Platform.setImplicitExit(false));
        } catch (IllegalStateException e) {
            // another test of this process has started it
        }
        Theme.loadFonts();
    }

    @Test
    void drawsALineInItsColour() {
        int found =
                onFx(() -> {
                    LineChart chart = chart();
                    chart.append(0, 0, 1);
                    chart.append(0, 100, 3);
                    return pixels(chart, new Tokens(Theme.LIGHT).color("-loss-gd"));
                });

        assertThat(found).isGreaterThan(200);
    }

    @Test
    void aHiddenLineIsNotDrawn() {
        int found =
                onFx(() -> {
                    LineChart chart = chart();
                    chart.append(0, 0, 1);
                    chart.append(0, 100, 3);
                    chart.show(0, false);
                    return pixels(chart, new Tokens(Theme.LIGHT).color("-loss-gd"));
                });

        assertThat(found).isZero();
    }

    @Test
    void takesTheColoursOfAnotherTheme() {
        int found =
                onFx(() -> {
                    LineChart chart = chart();
                    chart.append(0, 0, 1);
                    chart.append(0, 100, 3);
                    Tokens dark = new Tokens(Theme.DARK);
                    chart.restyle(dark);
                    return pixels(chart, dark.color("-loss-gd"));
                });

        assertThat(found).isGreaterThan(200);
    }

    @Test
    void zoomsIntoAPartAndFitsTheWholeAgain() {
        List<Double> seen =
                onFx(() -> {
                    LineChart chart = chart();
                    for (int i = 0; i <= 100; i++) {
                        chart.append(0, i, i);
                    }
                    pixels(chart, Color.RED);
                    chart.zoom(20, 30);
                    double low = chart.visibleLow();
                    double high = chart.visibleHigh();
                    chart.fit();
                    return List.of(low, high, chart.visibleLow(), chart.visibleHigh());
                });

        assertThat(seen).containsExactly(20.0, 30.0, 0.0, 100.0);
    }

    @Test
    void manyChangesAreDrawnTogether() {
        long draws =
                onFx(() -> {
                    LineChart chart = chart();
                    pixels(chart, Color.RED);
                    long before = chart.draws();
                    for (int i = 0; i < 1000; i++) {
                        chart.append(0, i, i);
                    }
                    chart.drawIfChanged();
                    chart.drawIfChanged();
                    return chart.draws() - before;
                });

        assertThat(draws).isEqualTo(1);
    }

    @Test
    void saysItsLastValuesInWords() {
        String summary =
                onFx(() -> {
                    LineChart chart = chart();
                    chart.append(0, 1, 2.5);
                    return chart.summary();
                });

        assertThat(summary).isEqualTo("GD 2.500");
    }

    private static LineChart chart() {
        LineChart chart = new LineChart(new Tokens(Theme.LIGHT), "Step", "Loss in nats");
        chart.addLine(new Line("GD", "-loss-gd", "-loss-gd-fg", 2));
        return chart;
    }

    private static int pixels(LineChart chart, Color colour) {
        StackPane root = new StackPane(chart);
        new Scene(root, 600, 300);
        root.applyCss();
        root.layout();
        chart.drawIfChanged();
        WritableImage image = root.snapshot(null, null);
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                Color c = image.getPixelReader().getColor(x, y);
                if (Math.abs(c.getRed() - colour.getRed()) < .02
                        && Math.abs(c.getGreen() - colour.getGreen()) < .02
                        && Math.abs(c.getBlue() - colour.getBlue()) < .02) {
                    count++;
                }
            }
        }
        return count;
    }

    private static <T> T onFx(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                result.complete(work.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
