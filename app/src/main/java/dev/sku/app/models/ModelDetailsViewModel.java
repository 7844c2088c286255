package dev.sku.app.models;

import dev.sku.app.journal.Input;
import dev.sku.app.journal.RunEntry;
import dev.sku.app.link.RuntimeLink;
import dev.sku.app.ui.Problems;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.RunSpec;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;

/// What lies below the card of the model that is looked at: its tensors, tokenizer and texts, read where the runtime is, and
/// the runs that were made from it.
public final class ModelDetailsViewModel {
    private final RuntimeLink link;
    private final Executor fxThread;
    private final Consumer<String> open;
    private final ReadOnlyObjectWrapper<Finding.@Nullable Details> details =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
    private final ObservableList<Finding.Tensor> tensors = FXCollections.observableArrayList();
    private final FilteredList<Finding.Tensor> found = new FilteredList<>(tensors);
    private final StringProperty words = new SimpleStringProperty("");
    private final FilteredList<RunEntry> runs;
    private String folder = "";

    /// @param looked at what is looked at
    /// @param runs all of the workspace
    /// @param open shows a run
    public ModelDetailsViewModel(
            RuntimeLink link,
            ReadOnlyObjectProperty<@Nullable InputEntry> looked,
            ObservableList<RunEntry> runs,
            Consumer<String> open,
            Executor fxThread) {
        this.link = link;
        this.fxThread = fxThread;
        this.open = open;
        this.runs = new FilteredList<>(runs, _ -> false);
        words.subscribe(this::select);
        looked.subscribe(this::look);
    }

    /// A model is asked about once its headers are known to be sound, and again when it is looked at anew.
    private void look(@Nullable InputEntry entry) {
        String now = entry == null || !isSound(entry) ? "" : entry.input().path();
        if (now.equals(folder)) {
            return;
        }
        folder = now;
        details.set(null);
        tensors.clear();
        trouble.set("");
        words.set("");
        runs.setPredicate(e -> isOf(e, now));
        if (!now.isEmpty()) {
            var _ =
                    link.find(new Inquiry.Details(now))
                            .whenComplete((answer, fault) ->
                                    fxThread.execute(() -> read(now, answer, fault)));
        }
    }

    private static boolean isSound(InputEntry entry) {
        return entry.input().kind() == Input.Kind.MODEL
                && entry.model() != null
                && entry.trouble().isEmpty();
    }

    private void read(String of, Finding.@Nullable Details answer, @Nullable Throwable fault) {
        if (!of.equals(folder)) {
            return; // another one is looked at by now
        }
        trouble.set(fault == null ? "" : Problems.sentence(fault));
        details.set(answer);
        tensors.setAll(answer == null ? java.util.List.of() : answer.tensors());
    }

    private static boolean isOf(RunEntry run, String model) {
        RunSpec spec = run.summary().spec();
        return spec != null && spec.model().folder().equals(model);
    }

    /// All words must stand in a tensor's name, type or shape.
    private void select(String typed) {
        String[] wanted = typed.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
        found.setPredicate(t -> {
            String line = t.name() + " " + t.dtype() + " " + shape(t);
            for (String word : wanted) {
                if (!line.contains(word)) {
                    return false;
                }
            }
            return true;
        });
    }

    /// `768 × 64`.
    static String shape(Finding.Tensor tensor) {
        return String.join(" × ", tensor.shape().stream().map(String::valueOf).toList());
    }

    static long elements(Finding.Tensor tensor) {
        return tensor.shape().stream().reduce(1L, (a, b) -> a * b);
    }

    public void open(RunEntry run) {
        open.accept(run.summary().name());
    }

    /// Null until it is read, and where it cannot be.
    public ReadOnlyObjectProperty<Finding.@Nullable Details> detailsProperty() {
        return details.getReadOnlyProperty();
    }

    /// Why it cannot be read; empty where it can.
    public ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    /// What tensors are searched for.
    public StringProperty wordsProperty() {
        return words;
    }

    /// The tensors with the words that are searched for.
    public ObservableList<Finding.Tensor> tensors() {
        return found;
    }

    /// The runs that were made from the model.
    public ObservableList<RunEntry> runs() {
        return runs;
    }
}
