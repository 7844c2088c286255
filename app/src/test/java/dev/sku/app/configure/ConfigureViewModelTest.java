package dev.sku.app.configure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.SampleFiles;
import dev.sku.app.link.FakeLink;
import dev.sku.app.shell.Notices;
import dev.sku.protocol.ColumnMapping;
import dev.sku.protocol.DataSpec;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.Method;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.Presets;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Request.Turn;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SpecCheck;
import dev.sku.protocol.Trained;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigureViewModelTest {
    @TempDir Path sample;

    private final FakeLink link = new FakeLink();
    private final Notices notices = new Notices();
    private final List<String> started = new ArrayList<>();
    private final ObjectProperty<Usual> usual = new SimpleObjectProperty<>(Usual.PRESET);
    private ConfigureViewModel model;

    ConfigureViewModelTest(@TempDir Path other) {
        model = model(other);
    }

    private ConfigureViewModel model(Path folder) {
        return new ConfigureViewModel(
                link,
                new ConfigureViewModel.There(
                        folder, s -> CompletableFuture.completedFuture(SpecCheck.files(s))),
                usual,
                notices,
                Runnable::run,
                Runnable::run,
                started::add);
    }

    /// The files that the sample's preset names.
    @BeforeEach
    void shipTheSample() throws IOException {
        SampleFiles.in(sample);
        model = model(sample);
    }

    @Test
    void theSamplesPresetCanStartAtOnce() {
        assertThat(model.faults()).isEmpty();
        assertThat(model.canStart().get()).isTrue();
    }

    @Test
    void aFaultStandsBesideItsFieldAndTheRunCannotStart() {
        model.text(DraftField.LEARNING_RATE).set("2e4");

        assertThat(model.faults().get("optimizer.learningRate"))
                .isEqualTo(
                        "Learning rate must be above 0 and at most 1, not 20000. Did you mean 2e-4?");
        assertThat(model.canStart().get()).isFalse();
    }

    @Test
    void aMendedFieldHasNoFault() {
        model.text(DraftField.LEARNING_RATE).set("2e4");
        model.text(DraftField.LEARNING_RATE).set("2e-4");

        assertThat(model.faults()).isEmpty();
        assertThat(model.draftProperty().get().optimizer().learningRate()).isEqualTo(2e-4);
    }

    @Test
    void wordsInANumbersFieldAreAFaultAndStayTyped() {
        model.text(DraftField.STEPS).set("sixty");

        assertThat(model.faults().get("acquisition.steps")).startsWith("\"sixty\" is not a number");
        assertThat(model.text(DraftField.STEPS).get()).isEqualTo("sixty");
    }

    @Test
    void aMissingFileIsAFault() {
        model.text(DraftField.HARMFUL).set("/nowhere/rows.jsonl");

        assertThat(model.faults().get("data.harmful")).contains("/nowhere/rows.jsonl");
    }

    @Test
    void aJudgeThatIsAModelNeedsItsFolder(@TempDir Path guard) {
        model.edit(s ->
                Draft.with(
                        s,
                        "evaluation.judge",
                        JudgeKind.LLAMA_GUARD.after(s.evaluation().judge())));
        assertThat(model.faults()).containsKey("evaluation.judge.model");

        model.text(DraftField.JUDGE_MODEL).set(guard.toString());
        assertThat(model.faults()).isEmpty();
        assertThat(model.draftProperty().get().evaluation().judge())
                .isEqualTo(new JudgeSpec.CausalLm(guard.toString(), "llama-guard", 0.5));
        model.edit(s ->
                Draft.with(
                        s, "evaluation.judge", JudgeKind.BEAVER_DAM.after(s.evaluation().judge())));
        assertThat(model.text(DraftField.JUDGE_MODEL).get()).isEqualTo(guard.toString());
        model.edit(s ->
                Draft.with(s, "evaluation.judge", JudgeKind.PHRASES.after(s.evaluation().judge())));
        assertThat(model.text(DraftField.JUDGE_MODEL).get()).isEmpty();
    }

    @Test
    void undoTakesBackEachChangeAndRedoMakesItAgain() {
        model.text(DraftField.STEPS).set("70");
        model.text(DraftField.SEED).set("7");
        model.undo();

        assertThat(model.text(DraftField.SEED).get()).isEqualTo("42");
        assertThat(model.text(DraftField.STEPS).get()).isEqualTo("70");
        model.undo();
        assertThat(model.text(DraftField.STEPS).get()).isEqualTo("60");
        model.redo();
        model.redo();
        assertThat(model.draftProperty().get().seed()).isEqualTo(7);
    }

    @Test
    void undoBringsBackThePresetToo() {
        model.usePreset(Presets.PAPER_OPT);
        assertThat(model.presetProperty().get()).isEqualTo(Presets.PAPER_OPT);

        model.undo();
        assertThat(model.presetProperty().get()).isEqualTo(Presets.SAMPLE);
        assertThat(model.differences().get()).isZero();
        model.redo();
        assertThat(model.presetProperty().get()).isEqualTo(Presets.PAPER_OPT);
        assertThat(model.differences().get()).isZero();
    }

    @Test
    void whatIsTypedInOneGoIsOneChange() {
        for (String words : List.of("", "8", "80")) {
            model.text(DraftField.STEPS).set(words);
        }
        model.leave();
        model.text(DraftField.STEPS).set("81");

        model.undo();
        assertThat(model.text(DraftField.STEPS).get()).isEqualTo("80");
        model.undo();
        assertThat(model.text(DraftField.STEPS).get()).isEqualTo("60");
        assertThat(model.canUndoProperty().get()).isFalse();
        model.redo();
        assertThat(model.draftProperty().get().acquisition().steps()).isEqualTo(80);
    }

    @Test
    void columnsAreNamedInTheirOrderAndTheLabelMayBeLeftOut() {
        model.text(DraftField.HARMFUL_COLUMNS).set("asked; replied; bad");
        model.text(DraftField.NORMAL_COLUMNS).set("asked;replied");

        DataSpec data = model.draftProperty().get().data();
        assertThat(data.harmfulColumns()).isEqualTo(new ColumnMapping("asked", "replied", "bad"));
        assertThat(data.normalColumns()).isEqualTo(new ColumnMapping("asked", "replied", null));
        assertThat(DraftField.NORMAL_COLUMNS.read(model.draftProperty().get()))
                .isEqualTo("asked; replied");

        model.text(DraftField.HARMFUL_COLUMNS).set("asked");
        assertThat(model.faults().get("data.harmfulColumns")).contains("question; answer");
        model.text(DraftField.HARMFUL_COLUMNS).set("");
        assertThat(model.draftProperty().get().data().harmfulColumns()).isNull();
        assertThat(model.faults()).isEmpty();
    }

    @Test
    void modulesOfFullTrainingAreNamedAndHoldNothingForAdapters() {
        model.text(DraftField.MODULES).set("fc1");
        assertThat(model.draftProperty().get().trained()).isInstanceOf(Trained.Lora.class);

        model.edit(s -> Draft.with(s, "trained", new Trained.Full(null, null, 0)));
        model.text(DraftField.MODULES).set("fc1, v_proj");
        assertThat(model.draftProperty().get().trained())
                .isEqualTo(new Trained.Full(null, List.of("fc1", "v_proj"), 0));
    }

    @Test
    void aPresetCountsWhatDiffersFromIt() {
        model.text(DraftField.STEPS).set("70");
        model.text(DraftField.GUIDED_DISTORTION).set("1");

        assertThat(model.differences().get()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(DraftField.class)
    void everyFieldReadsBackWhatItWrites(DraftField field) {
        RunSpec spec = Presets.SAMPLE.spec(sample);

        assertThat(field.write(spec, field.read(spec))).isEqualTo(spec);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void anotherMethodBeginsWithItsOwnWeightsAndHasNoFault(Method method) {
        RunSpec before = Presets.SAMPLE.spec(sample);
        RunSpec chosen = Draft.withMethod(before, method);

        assertThat(chosen.method()).isEqualTo(method);
        assertThat(SpecCheck.check(chosen)).isEmpty();
        assertThat(Draft.withMethod(chosen, method)).isSameAs(chosen);
    }

    @Test
    void layersAreWrittenAsRanges() {
        model.text(DraftField.LAYERS).set("0-2, 5");

        assertThat(model.draftProperty().get().trained().layers()).containsExactly(0, 1, 2, 5);
    }

    @Test
    void startHandsOverTheDraftAndShowsTheRun() {
        model.edit(s -> Draft.with(s, "acquisition.weights", new ModuleWeights(2, 1, 0)));
        model.start();

        assertThat(link.submitted).hasSize(1);
        assertThat(link.submitted.getFirst().acquisition().weights())
                .isEqualTo(new ModuleWeights(2, 1, 0));
        assertThat(started).containsExactly("2026-11-21-sample-0001");
    }

    @Test
    void whatIsQueuedComesLastAndThePageStays() {
        model.start();
        model.addToQueue();

        assertThat(link.turns).containsExactly(Turn.NEXT, Turn.LAST);
        assertThat(started).hasSize(1);
        assertThat(notices.shown().getFirst().title())
                .isEqualTo("2026-11-21-sample-0001 is in the queue");
    }

    @Test
    void aRunThatCannotBeStartedIsTold() {
        link.refusal = ProblemException.of(Problem.Code.DISK_FULL, "runs");
        model.start();

        assertThat(started).isEmpty();
        assertThat(notices.shown().getFirst().detail()).contains("the disk is full");
        assertThat(model.canStart().get()).isTrue();
    }

    @Test
    void whatIsSavedOpensAsTheSameDraft() {
        Path file = sample.resolve("mine.json");
        model.text(DraftField.STEPS).set("33");
        model.edit(s -> Draft.with(s, "trained", new Trained.Full(null, null, 0)));
        RunSpec saved = model.draftProperty().get();
        model.save(file);
        model.usePreset(Presets.PAPER_OPT);
        model.open(file);

        assertThat(model.draftProperty().get()).isEqualTo(saved);
    }

    @Test
    void theCommandWritesTheSpecificationAndRunsIt() {
        assertThat(model.command())
                .startsWith("cat > sample.json <<'END'")
                .contains("\"guidedDistortion\" : 2.5")
                .endsWith("END\nsku run sample.json\n");
    }

    @Test
    void arrowKeysMoveTheLastWrittenDigit() {
        assertThat(NumberStep.step("60", 1)).isEqualTo("61");
        assertThat(NumberStep.step("0.5", -1)).isEqualTo("0.4");
        assertThat(NumberStep.step("1.5e-3", 1)).isEqualTo("1.6e-3");
        assertThat(NumberStep.step("2", -10)).isEqualTo("0");
        assertThat(NumberStep.step("x", 1)).isEqualTo("x");
    }
}
