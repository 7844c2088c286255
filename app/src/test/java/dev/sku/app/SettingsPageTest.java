package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.link.FakeLink;
import dev.sku.app.settings.Settings;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.settings.Work;
import dev.sku.app.shell.Place;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Button;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a person does with settings.
@Timeout(300)
class SettingsPageTest {
    @TempDir Path folder;

    @Test
    void aWorkspaceThatWasOpenBeforeIsOneClickAway() throws Exception {
        Path now = Files.createDirectory(folder.resolve("now"));
        Path before = Files.createDirectory(folder.resolve("before"));
        Settings settings =
                new Settings(
                        Settings.Look.LIGHT,
                        true,
                        now.toString(),
                        1300,
                        800,
                        false,
                        List.of(now.toString(), before.toString()),
                        null,
                        Work.USUAL);
        Workbench.Places places =
                new Workbench.Places(
                        now,
                        folder,
                        folder.resolve("sku"),
                        new SettingsFile(folder.resolve("settings.json")));
        try (TestWindow window = new TestWindow(places, new FakeLink(), settings)) {
            WeakReference<Workbench> first = new WeakReference<>(window.workbench());
            window.robot.interact(() -> window.workbench().shell().go(Place.SETTINGS));
            assertThat(recent(window))
                    .extracting(Button::getText)
                    .containsExactly(before.toString());
            // Below what a small window shows; a button that is held here would hold its window.
            window.robot.interact(() -> recent(window).getFirst().fire());

            window.until("the other window", () -> !first.refersTo(window.workbench()));
            window.until(
                    "the other workspace",
                    () ->
                            window.workbench()
                                    .preferences()
                                    .recentWorkspaces()
                                    .equals(List.of(now.toString())));
            assertThat(window.workbench().preferences().settings().workspace())
                    .isEqualTo(before.toString());
            window.until(
                    "the one that was left is forgotten",
                    () -> {
                        System.gc();
                        return first.refersTo(null);
                    });
        }
    }

    private static List<Button> recent(TestWindow window) {
        return window.robot.lookup(".button").queryAllAs(Button.class).stream()
                .filter(b -> String.valueOf(b.getId()).startsWith("recent-"))
                .toList();
    }
}
