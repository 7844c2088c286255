package dev.sku.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sku.resources.Theme;
import dev.sku.resources.Tokens;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
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
    void theKeyboardPointsZoomsPansAndFits() {
        List<Double> seen =
                onFx(() -> {
                    LineChart chart = grown();
                    press(chart, KeyCode.LEFT, false);
                    press(chart, KeyCode.LEFT, false);
                    double pointed = chart.crosshairProperty().get();
                    press(chart, KeyCode.PLUS, false);
                    double width = chart.visibleHigh() - chart.visibleLow();
                    double high = chart.visibleHigh();
                    press(chart, KeyCode.LEFT, true);
                    double moved = high - chart.visibleHigh();
                    press(chart, KeyCode.DIGIT0, false);
                    return List.of(pointed, width, moved, chart.visibleHigh());
                });

        assertThat(seen.get(0)).isBetween(95.0, 99.9);
        assertThat(seen.get(1)).isEqualTo(50.0, within(1.5));
        assertThat(seen.get(2)).isEqualTo(.2 * seen.get(1), within(1.5));
        assertThat(seen.get(3)).isEqualTo(100);
    }

    @Test
    void draggingZoomsTheWheelZoomsAndADoubleClickFits() {
        List<Double> seen =
                onFx(() -> {
                    LineChart chart = grown();
                    double left = chart.xPixel(20);
                    double right = chart.xPixel(40);
                    mouse(chart, MouseEvent.MOUSE_PRESSED, left, 1);
                    mouse(chart, MouseEvent.MOUSE_DRAGGED, right, 1);
                    mouse(chart, MouseEvent.MOUSE_RELEASED, right, 1);
                    double low = chart.visibleLow();
                    double high = chart.visibleHigh();
                    mouse(chart, MouseEvent.MOUSE_PRESSED, left, 2);
                    return List.of(low, high, chart.visibleLow(), chart.visibleHigh());
                });

        assertThat(seen.get(0)).isEqualTo(20, within(.5));
        assertThat(seen.get(1)).isEqualTo(40, within(.5));
        assertThat(seen.subList(2, 4)).containsExactly(0.0, 100.0);
    }

    @Test
    void draggingWithShiftMovesTheZoomedPart() {
        List<Double> seen =
                onFx(() -> {
                    LineChart chart = grown();
                    chart.zoom(40, 60);
                    double from = chart.xPixel(50);
                    double to = chart.xPixel(45);
                    shiftMouse(chart, MouseEvent.MOUSE_PRESSED, from);
                    shiftMouse(chart, MouseEvent.MOUSE_DRAGGED, to);
                    shiftMouse(chart, MouseEvent.MOUSE_RELEASED, to);
                    return List.of(chart.visibleLow(), chart.visibleHigh());
                });

        assertThat(seen.get(0)).isEqualTo(45, within(.5));
        assertThat(seen.get(1)).isEqualTo(65, within(.5));
    }

    @Test
    void aLineThatIsCalledOtherwiseIsSoInTheTable() {
        List<String> columns =
                onFx(() -> {
                    LineChart chart = grown();
                    chart.name(0, "NPO");
                    return chart.table().columns();
                });

        assertThat(columns).contains("NPO");
    }

    @Test
    void theCrosshairSaysTheValuesOfEveryLine() {
        List<String> words =
                onFx(() -> {
                    LineChart chart = grown();
                    mouse(chart, MouseEvent.MOUSE_MOVED, chart.xPixel(50), 1);
                    return chart.lookupAll(".hover-card .label").stream()
                            .map(l -> ((javafx.scene.control.Label) l).getText())
                            .toList();
                });

        assertThat(words).containsExactly("50", "GD", "50.0000");
    }

    @Test
    void aLineOfAnotherSourceHasAColumnOfItsOwnAndNoValueAtItsEnd() {
        List<List<String>> words =
                onFx(() -> {
                    LineChart chart = grown();
                    chart.addLine(new Line("RD", "-loss-rd", "-loss-rd-fg", 2));
                    chart.append(1, 50, 7);
                    besides(chart);
                    mouse(chart, MouseEvent.MOUSE_MOVED, chart.xPixel(50), 1);
                    List<String> card =
                            chart.lookupAll(".hover-card .label").stream()
                                    .map(l -> ((javafx.scene.control.Label) l).getText())
                                    .toList();
                    List<String> ends =
                            chart.overlay.getChildren().stream()
                                    .filter(n ->
                                            n instanceof javafx.scene.text.Text && n.isVisible())
                                    .map(n -> ((javafx.scene.text.Text) n).getText())
                                    .toList();
                    return List.of(card, ends);
                });

        assertThat(words.getFirst())
                .containsExactly("50", "GD", "50.0000", "RD", "7.0000", "other", "25.0000");
        assertThat(words.getLast()).containsExactlyInAnyOrder("100.00", "7.00");
    }

    @Test
    void aLineOfAnotherSourceIsDashedAndCanBeTakenAwayAgain() {
        int[] found =
                onFx(() -> {
                    LineChart chart = grown();
                    Color colour = new Tokens(Theme.LIGHT).color("-cat-6");
                    besides(chart);
                    int dashed = pixels(chart, colour);
                    chart.keepLines(1);
                    chart.drawIfChanged();
                    return new int[] {
                        dashed, count(chart.getParent(), colour), chart.table().columns().size()
                    };
                });

        assertThat(found[0]).isBetween(30, 500);
        assertThat(found[1]).isZero();
        assertThat(found[2]).isEqualTo(2);
    }

    private static void besides(LineChart chart) {
        Line.Beside beside = new Line.Beside(0, "other");
        int line = chart.addLine(new Line("other GD", "-cat-6", "-cat-6", 1.3, beside));
        for (int i = 0; i <= 100; i++) {
            chart.append(line, i, i / 2.0);
        }
        chart.drawIfChanged();
    }

    @Test
    void aLogarithmicAxisLeavesOutWhatIsNotAboveZero() {
        int[] found =
                onFx(() -> {
                    LineChart chart = chart();
                    chart.append(0, 0, -5);
                    chart.append(0, 50, -5);
                    Color colour = new Tokens(Theme.LIGHT).color("-loss-gd");
                    int linear = pixels(chart, colour);
                    chart.logarithmicProperty().set(true);
                    chart.drawIfChanged();
                    return new int[] {linear, count(chart.getParent(), colour)};
                });

        assertThat(found[0]).isGreaterThan(100);
        assertThat(found[1]).isZero();
    }

    @Test
    void theTableHoldsEverySampleWithGapsWhereALineHasNone() {
        ChartTable table =
                onFx(() -> {
                    LineChart chart = chart();
                    chart.addLine(new Line("RD, raw", "-loss-rd", "-loss-rd-fg", 2));
                    chart.append(0, 1, .5);
                    chart.append(0, 2, .25);
                    chart.append(1, 2, 3);
                    return chart.table();
                });

        assertThat(table.columns()).containsExactly("Step", "GD", "RD, raw");
        assertThat(table.rows())
                .containsExactly(List.of("1", "0.5", ""), List.of("2", "0.25", "3"));
        assertThat(table.csv()).isEqualTo("Step,GD,\"RD, raw\"\r\n1,0.5,\r\n2,0.25,3\r\n");
    }

    @Test
    void thePictureIsAsLargeAsAsked() {
        WritableImage picture =
                onFx(() -> {
                    LineChart chart = grown();
                    return chart.picture(2);
                });

        assertThat(picture.getWidth()).isEqualTo(1200);
        assertThat(picture.getHeight()).isEqualTo(600);
    }

    private static LineChart grown() {
        LineChart chart = chart();
        for (int i = 0; i <= 100; i++) {
            chart.append(0, i, i);
        }
        pixels(chart, Color.RED);
        return chart;
    }

    private static void press(LineChart chart, KeyCode key, boolean shift) {
        Event.fireEvent(
                chart, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, shift, false, false, false));
    }

    private static void mouse(LineChart chart, EventType<MouseEvent> type, double x, int clicks) {
        mouse(chart, type, x, clicks, false);
    }

    private static void shiftMouse(LineChart chart, EventType<MouseEvent> type, double x) {
        mouse(chart, type, x, 1, true);
    }

    private static void mouse(
            LineChart chart, EventType<MouseEvent> type, double x, int clicks, boolean shift) {
        double y = (chart.visibleTop() + chart.visibleBottom()) / 2;
        Event.fireEvent(
                chart,
                new MouseEvent(
                        type,
                        x,
                        y,
                        x,
                        y,
                        MouseButton.PRIMARY,
                        clicks,
                        shift,
                        false,
                        false,
                        false,
                        true,
                        false,
                        false,
                        false,
                        false,
                        false,
                        null));
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
        return count(root, colour);
    }

    private static int count(javafx.scene.Node root, Color colour) {
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
