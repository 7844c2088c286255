package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.app.journal.Input;
import dev.sku.app.link.RealAgent;
import dev.sku.app.models.InputEntry;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.shell.Place;
import dev.sku.protocol.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/// A person looks at a file of rows and uses it, with an agent and its reader as real processes.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ModelsPageTest {
    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();

    @Test
    void addsRowsSearchesThemAndUsesThem(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isDirectory(SAMPLE.resolve("opt")), "the sample model is not here");
        try (RealAgent agent = new RealAgent(folder)) {
            Workbench.Places places =
                    new Workbench.Places(
                            agent.workspace(),
                            SAMPLE,
                            agent.sku(),
                            new SettingsFile(folder.resolve("settings.json")));
            try (TestWindow window = new TestWindow(places)) {
                look(window, rows(folder));
            }
        }
    }

    @Test
    void looksThroughAModelAndGoesOnToConfigure(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isDirectory(SAMPLE.resolve("opt")), "the sample model is not here");
        try (RealAgent agent = new RealAgent(folder)) {
            Workbench.Places places =
                    new Workbench.Places(
                            agent.workspace(),
                            SAMPLE,
                            agent.sku(),
                            new SettingsFile(folder.resolve("settings.json")));
            try (TestWindow window = new TestWindow(places)) {
                Workbench workbench = window.workbench();
                window.until("the list", () -> workbench.inputs().knownProperty().get());
                window.ready("#go-models").clickOn("#go-models");
                window.until("the parts", () -> window.said().contains("Feed-forward"));
                window.until("what it needs", () -> window.isThere("#need-COMPARE-INT4"));
                window.until(
                        "the tensors", () -> window.words("#model-tab-count").equals("68 tensors"));
                window.ready("#tensor-search").clickOn("#tensor-search").write("fc1 640");
                window.until(
                        "some of them",
                        () -> window.words("#model-tab-count").equals("8 of 68 tensors"));
                window.click("#model-tab-tokenizer");
                assertThat(window.words("#model-tab-count")).isEqualTo("5 special tokens");
                window.click("#model-tab-runs");
                assertThat(window.words("#model-tab-count")).isEqualTo("No runs");

                window.ready("#use-in-configure").clickOn("#use-in-configure");
                assertThat(workbench.shell().placeProperty().get()).isEqualTo(Place.CONFIGURE);
            }
        }
    }

    private static Path rows(Path folder) throws Exception {
        StringBuilder rows = new StringBuilder("question,answer\n");
        for (int i = 0; i < 300; i++) {
            rows.append("What is number %d,It is %d\n".formatted(i, i));
        }
        return Files.writeString(folder.resolve("numbers.csv"), rows.append("Nothing,\n"));
    }

    private static void look(TestWindow window, Path file) throws Exception {
        Workbench workbench = window.workbench();
        window.until("the list", () -> workbench.inputs().knownProperty().get());
        window.ready("#go-models").clickOn("#go-models");
        window.robot.interact(() -> workbench.inputs().add(java.util.List.of(file)));
        window.until(
                "all is read",
                () -> {
                    Finding.RowFacts facts = workbench.inputs().rows().factsProperty().get();
                    return facts != null && facts.complete();
                });
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(window.words("#row-count")).isEqualTo("300");
        assertThat(window.words("#left-out-count")).isEqualTo("1 left out");
        assertThat(window.words("#rows-place")).isEqualTo("Rows 1 to 100 of 300");

        window.ready("#rows-search").clickOn("#rows-search").write("number 29");
        window.until(
                "eleven are found", () -> workbench.inputs().rows().matchingProperty().get() == 11);

        window.ready("#use-in-configure").clickOn("#use-in-configure");
        assertThat(workbench.shell().placeProperty().get()).isEqualTo(Place.CONFIGURE);
        assertThat(workbench.configure().draftProperty().get().data().normal())
                .containsExactly(file.toString());
        window.until("the estimate", () -> workbench.memory().estimateProperty().get() != null);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(window.words("#memory-verdict")).isIn("Fits", "Tight", "Too large");
        assertThat(
                        workbench.inputs().entries().stream()
                                .filter(e -> e.input().kind() == Input.Kind.MODEL)
                                .map(InputEntry::trouble))
                .contains("");
    }
}
