package dev.sku.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.journal.Input;
import dev.sku.app.journal.RunEntry;
import dev.sku.app.journal.RunNotes;
import dev.sku.app.journal.RunState;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.link.FakeLink;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.ModelShape;
import dev.sku.protocol.Presets;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelDetailsViewModelTest {
    private static final Finding.Model FOUND =
            new Finding.Model(
                    "OPTForCausalLM",
                    new ModelShape(
                            ModelShape.Family.OPT, 2, 64, 64, 256, 512, 4, 4, 16, 256, true, 4),
                    new Finding.Weights("m", 870_000, "float32", 3_500_000, 1),
                    512,
                    null,
                    List.of(),
                    null);
    private static final Finding.Details DETAILS =
            new Finding.Details(
                    List.of(new Finding.Part(Finding.Part.Of.ATTENTION, 16_384)),
                    List.of(
                            new Finding.Tensor(
                                    "layers.0.self_attn.q_proj.weight",
                                    "float32",
                                    List.of(64L, 128L)),
                            new Finding.Tensor(
                                    "layers.0.fc1.weight", "float16", List.of(64L, 128L)),
                            new Finding.Tensor("norm.weight", "float32", List.of(64L))),
                    3,
                    List.of(),
                    null,
                    null,
                    null);

    private final FakeLink link = new FakeLink();
    private final ObjectProperty<@Nullable InputEntry> looked = new SimpleObjectProperty<>();
    private final ObservableList<RunEntry> runs = FXCollections.observableArrayList();
    private final List<String> opened = new ArrayList<>();
    private final ModelDetailsViewModel model;

    ModelDetailsViewModelTest() {
        link.findings = _ -> DETAILS;
        model = new ModelDetailsViewModel(link, looked, runs, opened::add, Runnable::run);
    }

    private static InputEntry entry(String folder) {
        return InputEntry.of(new Input(Input.Kind.MODEL, folder, null));
    }

    @Test
    void aModelIsAskedAboutOnceItsHeadersAreSound() {
        looked.set(entry("/models/opt"));
        assertThat(link.asked).isEmpty();
        looked.set(entry("/models/opt").with(FOUND));
        looked.set(null);
        looked.set(entry("/models/opt").with(FOUND));

        assertThat(link.asked)
                .containsExactly(
                        new Inquiry.Details("/models/opt"), new Inquiry.Details("/models/opt"));
        assertThat(model.detailsProperty().get()).isEqualTo(DETAILS);
    }

    @Test
    void tensorsAreFoundByAllWordsOfNameTypeAndShape() {
        looked.set(entry("/models/opt").with(FOUND));
        assertThat(model.tensors()).hasSize(3);
        model.wordsProperty().set("Float32 128");

        assertThat(model.tensors())
                .extracting(Finding.Tensor::name)
                .containsExactly("layers.0.self_attn.q_proj.weight");
        model.wordsProperty().set("none of these");
        assertThat(model.tensors()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsToldInASentence() {
        link.findings =
                _ -> ProblemException.of(Problem.Code.TENSOR_MISSING, "/models/opt", "fc1.weight");
        looked.set(entry("/models/opt").with(FOUND));

        assertThat(model.troubleProperty().get()).contains("fc1.weight");
        assertThat(model.tensors()).isEmpty();
        assertThat(model.detailsProperty().get()).isNull();
    }

    @Test
    void onlyTheRunsThatWereMadeFromItAreListed() {
        runs.setAll(run("mine", Path.of("/here")), run("other", Path.of("/there")));
        looked.set(entry("/here/opt").with(FOUND));

        assertThat(model.runs()).extracting(e -> e.summary().name()).containsExactly("mine");
        model.open(model.runs().getFirst());
        assertThat(opened).containsExactly("mine");
    }

    private static RunEntry run(String name, Path sample) {
        RunSummary summary =
                new RunSummary(
                        name,
                        Presets.SAMPLE.spec(sample),
                        RunState.DONE,
                        60,
                        null,
                        null,
                        0,
                        null,
                        0,
                        null);
        return new RunEntry(summary, RunNotes.NONE, Path.of(name), false);
    }
}
