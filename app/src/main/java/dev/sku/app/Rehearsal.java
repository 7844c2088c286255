package dev.sku.app;

import dev.sku.app.settings.Settings;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.shell.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.scene.control.ButtonBase;
import javafx.stage.Stage;
import javafx.util.Duration;

/// Opens the window on a workspace of its own without a display, plays the recorded run, turns to every page, and ends.
///
/// What Java writes down meanwhile (`-XX:AOTCacheOutput`) lets the next start take half the time (docs/performance.md).
final class Rehearsal {
    private static final Duration PLAYED = Duration.seconds(2);
    private static final Duration SHOWN = Duration.millis(250);
    private static final int PATIENCE_SECONDS = 20;

    private final Options options;

    Rehearsal(Options options) {
        this.options = options;
    }

    void play() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sku-rehearsal");
        CountDownLatch over = new CountDownLatch(1);
        Workbench.Places places =
                new Workbench.Places(
                        Files.createDirectory(folder.resolve("workspace")),
                        options.sampleData(),
                        options.launcher(),
                        new SettingsFile(folder.resolve("settings.json")));
        Platform.startup(() -> {
            Settings settings = places.settings().read();
            Workbench workbench =
                    new Workbench(places, places.agent(), settings, new Stage(), _ -> {});
            workbench.show();
            if (workbench.view().root().lookup("#replay-start") instanceof ButtonBase replay) {
                replay.fire();
            }
            Timeline pages = new Timeline();
            Duration at = PLAYED;
            for (Place place : Place.values()) {
                pages.getKeyFrames().add(new KeyFrame(at, _ -> workbench.shell().go(place)));
                at = at.add(SHOWN);
            }
            pages.getKeyFrames()
                    .add(
                            new KeyFrame(
                                    at,
                                    _ -> {
                                        workbench.close();
                                        over.countDown();
                                    }));
            pages.play();
        });
        boolean played = over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Tour.remove(folder);
        System.exit(played ? 0 : 70);
    }
}
