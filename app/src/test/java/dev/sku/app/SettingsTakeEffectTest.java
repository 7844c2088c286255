package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.link.FakeLink;
import dev.sku.app.link.JournalPoints;
import dev.sku.app.link.RealAgent;
import dev.sku.app.link.RunHandle;
import dev.sku.app.settings.JudgeChoice;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.shell.Notices.Notice;
import dev.sku.app.shell.Place;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.Companions;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.MemoryEstimate.Device;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a person sets is what happens, at once and after a restart.
@Timeout(300)
class SettingsTakeEffectTest {
    @TempDir Path folder;

    private final FakeLink link = new FakeLink();

    SettingsTakeEffectTest() {
        link.findings =
                inquiry ->
                        switch (inquiry) {
                            case Inquiry.Devices _ ->
                                    new Finding.Devices(List.of(device("cpu"), device("cuda:0")));
                            case Inquiry.Measuring _ -> new Finding.Measuring(Companions.NONE);
                            case Inquiry.Secrets _ -> new Finding.Secrets(false, List.of());
                            case Inquiry.Points(String run) ->
                                    JournalPoints.of(Path.of(run), "phrases 1.0");
                            default -> ProblemException.of(Problem.Code.READER_ENDED, "", "");
                        };
    }

    private static DeviceSeen device(String name) {
        return new DeviceSeen(new Device(name, 8_000_000_000L, 7_000_000_000L), name);
    }

    private SettingsFile file() {
        return new SettingsFile(folder.resolve("settings.json"));
    }

    private Path workspace() {
        return folder.resolve("workspace");
    }

    private TestWindow window() throws Exception {
        Path sample = SampleFiles.in(folder.resolve("sample-data"));
        Files.createDirectories(workspace());
        TestWindow window =
                new TestWindow(
                        new Workbench.Places(workspace(), sample, folder.resolve("sku"), file()),
                        link,
                        file().read());
        window.until("the runs", () -> window.workbench().runs().knownProperty().get());
        return window;
    }

    private static void look(TestWindow window) {
        window.robot.interact(() -> window.workbench().shell().go(Place.SETTINGS));
    }

    /// As the mouse or the arrow keys choose.
    @SuppressWarnings("unchecked")
    private static <T> void choose(TestWindow window, String id, T value) throws Exception {
        window.until(
                id + " offers it",
                () -> ((ComboBox<T>) window.node(id)).getItems().contains(value));
        window.robot.interact(() -> ((ComboBox<T>) window.node(id)).setValue(value));
    }

    /// Typed, and left with Enter.
    private static void type(TestWindow window, String id, String words) {
        window.robot.interact(() -> {
            TextField field = (TextField) window.node(id);
            field.setText(words);
            field.fireEvent(new javafx.event.ActionEvent());
        });
    }

    private static RunSpec draft(TestWindow window) {
        return window.workbench().configure().draftProperty().get();
    }

    private static void hasWhatWasSet(RunSpec spec, Path guard) {
        assertThat(spec.device()).isEqualTo("cuda:0");
        assertThat(spec.output().checkpointEvery()).isEqualTo(7);
        assertThat(spec.evaluation().judge())
                .isEqualTo(new JudgeSpec.CausalLm(guard.toString(), "llama-guard", .7));
    }

    @Test
    void newDraftsBeginAsIsSetAndRunsAreStartedSo() throws Exception {
        Path guard = Files.createDirectories(folder.resolve("guard"));
        try (TestWindow window = window()) {
            look(window);
            choose(window, "#usual-device", "cuda:0");
            type(window, "#checkpoint-every", "7");
            choose(window, "#run-judge", JudgeChoice.Way.LLAMA_GUARD);
            assertThat(window.words("#run-judge-fault")).startsWith("Choose the folder");
            assertThat(draft(window).evaluation().judge()).isEqualTo(new JudgeSpec.Phrases());
            type(window, "#run-judge-folder", guard.toString());
            type(window, "#run-judge-threshold", "0.7");

            hasWhatWasSet(draft(window), guard); // nobody has touched it: it follows at once
            window.until("it can start", () -> window.workbench().configure().canStart().get());
            window.robot.interact(() -> window.workbench().configure().start());
            assertThat(link.submitted).singleElement().satisfies(s -> hasWhatWasSet(s, guard));
        }
        try (TestWindow window = window()) {
            hasWhatWasSet(draft(window), guard);
            assertThat(window.workbench().configure().differences().get()).isZero();
            look(window);
            choose(window, "#usual-device", "");
            type(window, "#checkpoint-every", "");
            choose(window, "#run-judge", JudgeChoice.Way.NONE);
            assertThat(draft(window).device()).isEqualTo("cpu");
            assertThat(draft(window).output().checkpointEvery()).isEqualTo(20);
            assertThat(draft(window).evaluation().judge()).isEqualTo(new JudgeSpec.Phrases());
        }
    }

    @Test
    void aDraftThatSomebodyHasTouchedStaysAsItIs() throws Exception {
        try (TestWindow window = window()) {
            window.shorten(5);
            look(window);
            choose(window, "#usual-device", "cuda:0");

            assertThat(draft(window).device()).isEqualTo("cpu");
        }
    }

    @Test
    void theTradeOffIsMeasuredByTheJudgeThatIsSet() throws Exception {
        RunFolder run =
                DemonstrationRuns.finished(
                        workspace().resolve("runs"), "a", folder.resolve("s"), Instant.now());
        link.handles.add(new RunHandle("a", run.path(), false, false));
        try (TestWindow window = window()) {
            look(window);
            choose(window, "#measuring-judge", JudgeChoice.Way.ADDRESS);
            type(window, "#measuring-judge-address", "https://judge.example/v1");
            type(window, "#measuring-judge-model", "large");
            type(window, "#measuring-judge-variable", "JUDGE_KEY");

            window.robot.interact(() -> window.workbench().shell().go(Place.TRADE_OFF));
            window.until(
                    "a point",
                    () -> window.workbench().tradeoff().selectedProperty().get() != null);
            window.click("#sweep-start");
            window.until("it is measured", () -> !link.measured.isEmpty());
            assertThat(link.measured.getFirst().judge())
                    .isEqualTo(
                            new JudgeSpec.Endpoint(
                                    "https://judge.example/v1",
                                    "large",
                                    "chat",
                                    "JUDGE_KEY",
                                    null,
                                    JudgeSpec.Patience.USUAL,
                                    null));
        }
        try (TestWindow window = window()) {
            look(window);
            assertThat(((TextField) window.node("#measuring-judge-variable")).getText())
                    .isEqualTo("JUDGE_KEY");
            choose(window, "#measuring-judge", JudgeChoice.Way.NONE);
            window.robot.interact(() -> window.workbench().shell().go(Place.TRADE_OFF));
            window.until(
                    "a point",
                    () -> window.workbench().tradeoff().selectedProperty().get() != null);
            window.click("#sweep-start");
            window.until("it is measured", () -> link.measured.size() == 2);
            assertThat(link.measured.getLast().judge()).isEqualTo(new JudgeSpec.Phrases());
        }
    }

    @Test
    void theEndOfARunIsToldUnlessItIsInViewOrNotWanted() throws Exception {
        RunFolder[] runs = new RunFolder[3];
        byte[][] whole = new byte[3][];
        for (int i = 0; i < 3; i++) {
            runs[i] =
                    DemonstrationRuns.finished(
                            workspace().resolve("runs"),
                            "run-" + i,
                            folder.resolve("s"),
                            Instant.now().minusSeconds(60L * (i + 1)));
            whole[i] = Files.readAllBytes(runs[i].events());
            Files.write(runs[i].events(), beginning(whole[i]));
            link.handles.add(new RunHandle("run-" + i, runs[i].path(), true, false));
        }
        try (TestWindow window = window()) {
            window.until("all", () -> window.workbench().runs().all().size() == 3);
            window.robot.interact(() -> {
                window.workbench().train().open("run-0");
                window.workbench().shell().go(Place.TRAIN);
            });
            finish(runs[0], whole[0]);
            window.until("run-0 is done", () -> hasEnded(window, "run-0"));
            assertThat(window.said()).doesNotContain("run-0 is done");

            look(window);
            finish(runs[1], whole[1]);
            window.until("run-1 is told", () -> window.said().contains("run-1 is done"));
            assertThat(window.said()).contains("Harmful rate 0.0 %, n = 120. It took");

            window.robot.interact(
                    () -> window.workbench().preferences().tellEndsProperty().set(false));
            finish(runs[2], whole[2]);
            window.until("run-2 is done", () -> hasEnded(window, "run-2"));
            assertThat(window.said()).doesNotContain("run-2 is done");

            window.click("#toast-action");
            window.until(
                    "run-1 is open",
                    () -> window.workbench().train().runProperty().get().equals("run-1"));
        }
        assertThat(file().read().work().tellEnds()).isFalse();
    }

    private static byte[] beginning(byte[] journal) {
        int lines = 0;
        for (int i = 0; i < journal.length; i++) {
            if (journal[i] == '\n' && ++lines == 20) {
                return Arrays.copyOf(journal, i + 1);
            }
        }
        throw new AssertionError("the journal is short");
    }

    private static void finish(RunFolder run, byte[] whole) throws Exception {
        int there = beginning(whole).length;
        Files.write(
                run.events(),
                Arrays.copyOfRange(whole, there, whole.length),
                StandardOpenOption.APPEND);
    }

    private static boolean hasEnded(TestWindow window, String run) {
        return window.workbench().runs().all().stream()
                .anyMatch(e -> e.summary().name().equals(run) && e.summary().state().ended());
    }

    @Test
    void theBinIsEmptiedOnceAPersonHasSaidSoTwiceAndNothingElseIsDeleted() throws Exception {
        Path bin = workspace().resolve("bin");
        Path elsewhere = folder.resolve("elsewhere");
        DemonstrationRuns.finished(bin, "a", folder.resolve("s"), Instant.now());
        DemonstrationRuns.finished(elsewhere, "b", folder.resolve("s"), Instant.now());
        Files.createSymbolicLink(bin.resolve("b"), elsewhere.resolve("b"));
        Path program = Files.writeString(bin.resolve("program"), "not a run");
        try (TestWindow window = window()) {
            look(window);
            window.until(
                    "it is counted", () -> window.words("#bin-contents").startsWith("2 runs, "));
            window.click("#bin-empty");
            assertThat(window.words("#bin-contents")).startsWith("Delete 2 runs, ");
            window.click("#bin-keep");
            assertThat(bin.resolve("a")).isDirectory();

            window.click("#bin-empty");
            window.click("#bin-delete");
            window.until(
                    "it is empty", () -> window.words("#bin-contents").endsWith("it is empty"));
            assertThat(window.node("#bin-empty").isDisabled()).isTrue();
        }
        assertThat(bin).isDirectoryContaining(p -> p.equals(program));
        assertThat(bin.resolve("a")).doesNotExist();
        assertThat(bin.resolve("b")).doesNotExist();
        assertThat(elsewhere.resolve("b").resolve("spec.json")).isRegularFile();
    }

    @Test
    void secretsAreToldAsFoundOrMissingAndTheAgentResumesAsIsSet() throws Exception {
        String secret = "sk-4242424242";
        try (RealAgent agent = new RealAgent(folder)) {
            Workbench.Places places =
                    new Workbench.Places(
                            agent.workspace(),
                            folder,
                            agent.sku(Map.of("JUDGE_KEY", secret, "HF_TOKEN", secret)),
                            file());
            try (TestWindow window = new TestWindow(places)) {
                window.until("the agent", () -> window.workbench().queue().linkedProperty().get());
                look(window);
                window.until("the token", () -> window.said().contains("Found"));
                choose(window, "#measuring-judge", JudgeChoice.Way.ADDRESS);
                type(window, "#measuring-judge-address", "https://judge.example/v1");
                type(window, "#measuring-judge-model", "large");
                type(window, "#measuring-judge-variable", "JUDGE_KEY");
                window.until("found", () -> window.said().contains("Key found in JUDGE_KEY"));
                type(window, "#measuring-judge-variable", "NO_KEY");
                window.until("missing", () -> window.said().contains("NO_KEY is not set"));
                type(window, "#measuring-judge-variable", secret);
                assertThat(window.words("#measuring-judge-fault")).contains("not the key itself");
                choose(window, "#run-judge", JudgeChoice.Way.LLAMA_GUARD);
                type(window, "#run-judge-folder", folder.resolve("none").toString());
                window.until("no model", () -> window.said().contains("none does not exist"));

                window.ready("#resume-always").clickOn("#resume-always");
                window.until(
                        "the agent has it",
                        () -> window.workbench().queue().stateProperty().get().resumeKilled());
                assertThat(Files.readString(agent.workspace().resolve("agent/queue.json")))
                        .containsPattern("\"resumeKilled\" ?: ?true");
                assertThat(window.workbench().log().text()).doesNotContain(secret);
            }
        }
        assertThat(file().path()).content().doesNotContain(secret).contains("NO_KEY");
    }

    @Test
    void noticesOfFailuresLookOtherThanThoseOfEnds() {
        var notices = new dev.sku.app.shell.Notices();
        notices.announce("a is done", "", false, "Open", () -> {});
        notices.fail("b has failed", "");

        assertThat(notices.shown())
                .allMatch(Notice::lasting)
                .extracting(Notice::failed)
                .containsExactly(false, true);
    }
}
