package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.shell.Notices;
import dev.sku.app.ui.FileDialogs;
import dev.sku.charts.Line;
import dev.sku.charts.LineChart;
import dev.sku.resources.Theme;
import dev.sku.resources.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A chart's files are written where the person said, under the name that was suggested.
class ChartExportTest {
    @TempDir Path folder;

    private final Notices notices = new Notices();

    @BeforeAll
    static void toolkit() {
        DrawingLibraries.assumeThere();
        try {
            Platform.startup(() -> Platform.setImplicitExit(false));
        } catch (IllegalStateException _) {
            // another test of this process has started it
        }
    }

    /// Says yes to every suggestion.
    private final class Agreeing implements FileDialogs {
        @Override
        public Optional<Path> folder(String title) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> open(String title, String kind, String... patterns) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> save(
                String title, String suggestion, String kind, String... patterns) {
            return Optional.of(folder.resolve(suggestion));
        }

        @Override
        public void show(Path place) {
            throw new AssertionError("nothing is shown");
        }
    }

    private void export(boolean picture) throws Exception {
        ChartExport export = new ChartExport(new Agreeing(), notices, Runnable::run, Runnable::run);
        CompletableFuture<Void> done = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                LineChart chart = new LineChart(new Tokens(Theme.LIGHT), "Step", "Loss");
                chart.addLine(new Line("GD", "-loss-gd", "-loss-gd-fg", 1));
                chart.append(0, 1, .25);
                chart.append(0, 2, .5);
                StackPane root = new StackPane(chart);
                new Scene(root, 300, 200).getStylesheets().addAll(Theme.stylesheets());
                root.applyCss();
                root.layout();
                if (picture) {
                    export.picture("Loss & more", chart);
                } else {
                    export.data("Loss & more", chart);
                }
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        done.get(30, TimeUnit.SECONDS);
    }

    @Test
    void numbersAreATableWithEveryStep() throws Exception {
        export(false);

        assertThat(Files.readString(folder.resolve("loss-more.csv")).lines())
                .containsExactly("Step,GD", "1,0.25", "2,0.5");
        assertThat(notices.shown())
                .singleElement()
                .satisfies(n -> assertThat(n.title()).contains("loss-more.csv"));
    }

    @Test
    void aPictureHasTwiceThePointsOfTheScreen() throws Exception {
        export(true);

        assertThat(ImageIO.read(folder.resolve("loss-more.png").toFile()).getWidth())
                .isEqualTo(600);
    }

    @Test
    void aFileThatCannotBeWrittenIsToldAndNotLostSilently() throws Exception {
        Files.createDirectories(folder.resolve("loss-more.csv").resolve("in-the-way"));
        export(false);

        assertThat(notices.shown())
                .singleElement()
                .satisfies(n -> assertThat(n.lasting()).isTrue());
    }
}
