package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.app.configure.DraftField;
import dev.sku.app.journal.RunNotes;
import dev.sku.app.journal.RunState;
import dev.sku.app.link.RealAgent;
import dev.sku.app.settings.SettingsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two windows on one workspace share its agent: each may do everything, and sees what the other does.
@Timeout(600)
class SecondWindowTest {
    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();

    @Test
    void bothSeeTheRunThatOneStartsAndTheOtherPauses(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isDirectory(SAMPLE.resolve("opt")), "the sample model is not here");
        try (RealAgent agent = new RealAgent(folder)) {
            Workbench.Places places = places(agent, folder);
            try (TestWindow second = new TestWindow(places)) {
                try (TestWindow first = new TestWindow(places)) {
                    share(first, second);
                }
                // The first is closed; the second goes on.
                second.robot.interact(second.workbench().train().orders()::togglePause);
                shows(second, RunState.RUNNING);
                second.robot.interact(() -> second.workbench().train().orders().stop(false));
                second.until("the end", () -> second.summary().state().ended());
            }
        }
    }

    private static Workbench.Places places(RealAgent agent, Path folder) {
        return new Workbench.Places(
                agent.workspace(),
                SAMPLE,
                agent.sku(),
                new SettingsFile(folder.resolve("settings.json")));
    }

    private static void share(TestWindow first, TestWindow second) throws Exception {
        for (TestWindow window : List.of(first, second)) {
            window.until("a link", () -> window.workbench().shell().linkedProperty().get());
            window.until("runs are known", () -> window.workbench().runs().knownProperty().get());
        }
        first.shorten(100_000);
        first.robot.interact(() -> {
            first.workbench().configure().text(DraftField.EVERY_STEPS).set("0");
            first.workbench().configure().start();
        });
        for (TestWindow window : List.of(first, second)) {
            window.until("the run", () -> window.workbench().runs().all().size() == 1);
        }
        String run = second.workbench().runs().all().getFirst().summary().name();
        second.robot.interact(() -> second.workbench().train().open(run));
        for (TestWindow window : List.of(first, second)) {
            window.until("a step", () -> window.summary().step() > 0);
        }

        second.robot.interact(second.workbench().train().orders()::togglePause);
        shows(first, RunState.PAUSED);
        shows(second, RunState.PAUSED);
        assertThat(second.summary().step()).isEqualTo(first.summary().step());

        RunNotes notes = new RunNotes("shared", "seen by both", List.of("pair"));
        first.robot.interact(() -> {
            var mine = first.workbench().runs();
            mine.actions().setNotes(mine.all().getFirst(), notes);
        });
        second.until(
                "the note of the first",
                () -> second.workbench().runs().all().getFirst().notes().equals(notes));
    }

    private static void shows(TestWindow window, RunState state) throws Exception {
        window.until(state.name(), () -> window.summary().state() == state);
    }
}
