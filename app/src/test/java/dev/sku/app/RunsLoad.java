package dev.sku.app;

import dev.sku.app.settings.Settings;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.shell.Place;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.resources.Theme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.stage.Stage;

/// Measures (`packaging/bench/window.sh runs`) how long a workspace of 1,000 runs takes to list: when its index has yet to be made, and when it is there.
///
/// From the window being there to the page with all rows laid out; the window's own start is told apart.
final class RunsLoad {
    private static final int RUNS = 1_000;

    private RunsLoad() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("runs-load");
        Instant now = Instant.now();
        for (int i = 0; i < RUNS; i++) {
            DemonstrationRuns.finished(
                    folder.resolve("runs"),
                    "run-%04d".formatted(i),
                    folder,
                    now.minus(Duration.ofMinutes(i)));
        }
        Theme.loadFonts();
        Platform.startup(() -> Platform.setImplicitExit(false));
        open("index yet to be made", folder);
        open("again", folder);
        System.exit(0);
    }

    private static void open(String what, Path folder) throws InterruptedException {
        CountDownLatch listed = new CountDownLatch(1);
        AtomicReference<Workbench> window = new AtomicReference<>();
        AtomicReference<Stage> stage = new AtomicReference<>();
        AtomicLong up = new AtomicLong();
        long begin = System.nanoTime();
        Platform.runLater(() -> {
            stage.set(new Stage());
            Workbench.Places places =
                    new Workbench.Places(
                            folder,
                            folder,
                            Path.of("..", "packaging", "sku").toAbsolutePath().normalize(),
                            new SettingsFile(folder.resolve("settings.json")));
            Workbench made =
                    new Workbench(
                            places,
                            places.agent(),
                            new Settings(Settings.Look.LIGHT, true, null, 1440, 900, false),
                            stage.get(),
                            _ -> {});
            window.set(made);
            made.show();
            made.shell().go(Place.RUNS);
            up.set(System.nanoTime());
            Runnable look =
                    () -> {
                        if (made.runs().all().size() == RUNS) {
                            made.view().root().applyCss();
                            made.view().root().layout();
                            listed.countDown();
                        }
                    };
            made.runs().all().addListener((ListChangeListener<Object>) _ -> look.run());
            look.run();
        });
        if (!listed.await(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("not listed in five minutes");
        }
        long end = System.nanoTime();
        System.out.printf(
                "%s: window made after %.2f s, %d runs listed %.2f s later%n",
                what, (up.get() - begin) / 1e9, RUNS, (end - up.get()) / 1e9);
        Platform.runLater(stage.get()::close);
        window.get().awaitClosed(Duration.ofSeconds(20));
    }
}
