package dev.sku.app.configure;

import dev.sku.app.link.RuntimeLink;
import dev.sku.app.shell.Notices;
import dev.sku.app.ui.Problems;
import dev.sku.protocol.Fault;
import dev.sku.protocol.Presets;
import dev.sku.protocol.Request.Turn;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SpecCheck;
import dev.sku.protocol.SpecFile;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import dev.sku.resources.Texts;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.IntegerBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;

/// The draft of a run: one immutable specification, changed field by field, checked at each change, with everything undoable.
public final class ConfigureViewModel {
    private final RuntimeLink link;
    private final There there;
    private final ObservableValue<Usual> usual;
    private final Notices notices;
    private final Executor background;
    private final Executor fxThread;
    private final Consumer<String> started;

    private final ReadOnlyObjectWrapper<RunSpec> draft;
    private final ObjectProperty<Presets> preset = new SimpleObjectProperty<>(Presets.SAMPLE);
    private final Map<DraftField, StringProperty> texts = new EnumMap<>(DraftField.class);
    private final ObservableMap<String, String> faults =
            FXCollections.observableMap(new LinkedHashMap<>());
    private final ObservableMap<String, String> faultsView =
            FXCollections.unmodifiableObservableMap(faults);
    private final Map<String, String> misread = new LinkedHashMap<>();
    private final Deque<Version> undone = new ArrayDeque<>();
    private final Deque<Version> done = new ArrayDeque<>();
    private final ReadOnlyBooleanWrapper canUndo = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper canRedo = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper starting = new ReadOnlyBooleanWrapper();
    private boolean writing;
    private @Nullable DraftField typing;

    /// What a draft refers to where the runtime is.
    ///
    /// @param sampleData folder of the shipped sample
    /// @param missing asks which files of a specification are not there
    public record There(
            Path sampleData, Function<RunSpec, CompletableFuture<List<Fault>>> missing) {}

    /// @param usual what new drafts have in place of what their preset has
    /// @param started gets the name of a run that was started
    public ConfigureViewModel(
            RuntimeLink link,
            There there,
            ObservableValue<Usual> usual,
            Notices notices,
            Executor background,
            Executor fxThread,
            Consumer<String> started) {
        this.link = link;
        this.there = there;
        this.usual = usual;
        this.notices = notices;
        this.background = background;
        this.fxThread = fxThread;
        this.started = started;
        this.draft = new ReadOnlyObjectWrapper<>(fresh(usual.getValue()));
        for (DraftField field : DraftField.values()) {
            StringProperty words = new SimpleStringProperty(field.read(draft.get()));
            texts.put(field, words);
            words.subscribe((_, now) -> typed(field, now));
        }
        usual.subscribe((before, now) -> {
            if (draft.get().equals(fresh(before))) {
                set(fresh(now), true); // a draft that nobody has touched is still a new one
            }
        });
        check();
    }

    /// The preset as a new draft has it.
    private RunSpec fresh(Usual with) {
        return fresh(preset.get(), with);
    }

    private RunSpec fresh(Presets of, Usual with) {
        return with.in(of.spec(there.sampleData()));
    }

    private void typed(DraftField field, String words) {
        if (writing) {
            return;
        }
        try {
            RunSpec next = field.write(draft.get(), words);
            misread.remove(field.path());
            if (next.equals(draft.get())) {
                check();
            } else if (typing == field) {
                undone.clear();
                set(next, false);
            } else {
                remember(next, false);
                typing = field;
            }
        } catch (IllegalArgumentException _) {
            misread.put(field.path(), field.misread(words));
            check();
        }
    }

    /// What is typed from now on is a change of its own; what was typed in one go is one change.
    public void leave() {
        typing = null;
    }

    /// Changes the draft; what is typed in fields follows.
    public void edit(UnaryOperator<RunSpec> change) {
        remember(change.apply(draft.get()), true);
    }

    private void remember(RunSpec next, boolean rewrite) {
        remember(new Version(next, preset.get()), rewrite);
    }

    private void remember(Version next, boolean rewrite) {
        typing = null;
        if (next.equals(version())) {
            check();
        } else {
            done.push(version());
            undone.clear();
            preset.set(next.preset());
            set(next.draft(), rewrite);
        }
    }

    /// A draft, and the preset that it is compared with.
    private record Version(RunSpec draft, Presets preset) {}

    private Version version() {
        return new Version(draft.get(), preset.get());
    }

    private void turnTo(Version version) {
        preset.set(version.preset());
        set(version.draft(), true);
    }

    private void set(RunSpec next, boolean rewrite) {
        draft.set(next);
        canUndo.set(!done.isEmpty());
        canRedo.set(!undone.isEmpty());
        if (rewrite) {
            misread.clear();
            writing = true;
            texts.forEach((field, words) -> words.set(field.read(next)));
            writing = false;
        }
        check();
    }

    public void undo() {
        typing = null;
        if (!done.isEmpty()) {
            undone.push(version());
            turnTo(done.pop());
        }
    }

    public void redo() {
        typing = null;
        if (!undone.isEmpty()) {
            done.push(version());
            turnTo(undone.pop());
        }
    }

    private void check() {
        RunSpec checked = draft.get();
        show(SpecCheck.check(checked));
        var _ =
                there.missing()
                        .apply(checked)
                        .thenAccept(missing ->
                                fxThread.execute(() -> {
                                    if (checked.equals(draft.get())) {
                                        add(missing);
                                    }
                                }));
    }

    private void show(List<Fault> found) {
        Map<String, String> next = new LinkedHashMap<>();
        found.forEach(f -> next.putIfAbsent(f.field(), f.sentence(Locale.ENGLISH)));
        next.putAll(misread);
        faults.keySet().retainAll(next.keySet());
        faults.putAll(next);
    }

    private void add(List<Fault> found) {
        found.forEach(f -> faults.putIfAbsent(f.field(), f.sentence(Locale.ENGLISH)));
    }

    /// Begins anew from a preset; the draft before it can be undone to.
    public void usePreset(Presets chosen) {
        remember(new Version(fresh(chosen, usual.getValue()), chosen), true);
    }

    /// Begins anew from the chosen preset; tells that where a draft was under way.
    public void beginAnew() {
        RunSpec before = draft.get();
        usePreset(preset.get());
        if (!before.equals(draft.get())) {
            notices.offer(
                    Texts.text("configure.begun", preset.get().key()),
                    "",
                    Texts.text("undo"),
                    () -> use(before));
        }
    }

    /// Begins anew from another run's specification.
    public void use(RunSpec spec) {
        remember(spec, true);
    }

    /// The preset's text of a field, where the draft's differs.
    public String presetText(DraftField field) {
        return field.read(fresh(usual.getValue()));
    }

    /// How many fields differ from the preset.
    public IntegerBinding differences() {
        return Bindings.createIntegerBinding(
                () -> {
                    RunSpec original = fresh(usual.getValue());
                    return (int)
                            java.util.Arrays.stream(DraftField.values())
                                    .filter(f -> f != DraftField.NAME)
                                    .filter(f -> !f.read(original).equals(f.read(draft.get())))
                                    .count();
                },
                draft,
                preset,
                usual);
    }

    /// Makes the run's folder and shows it; it starts before all that wait.
    public void start() {
        submit(Turn.NEXT, started);
    }

    /// Makes the run's folder, and lets it start after all that wait.
    public void addToQueue() {
        submit(Turn.LAST, run -> notices.tell(Texts.text("configure.queued", run), ""));
    }

    private void submit(Turn turn, Consumer<String> then) {
        if (!canStart().get()) {
            return;
        }
        starting.set(true);
        var _ =
                link.submit(draft.get(), turn)
                        .whenComplete((run, fault) ->
                                fxThread.execute(() -> {
                                    starting.set(false);
                                    if (fault == null) {
                                        then.accept(run);
                                    } else {
                                        notices.fail(
                                                Texts.text("configure.notStarted"),
                                                Problems.sentence(fault));
                                    }
                                }));
    }

    /// Starts the shipped sample as it is.
    public void startSample() {
        Presets sample = Presets.SAMPLE;
        remember(new Version(sample.spec(there.sampleData()), sample), true);
        start();
    }

    public void open(Path file) {
        work(
                () -> SpecFile.read(file, there.sampleData()),
                spec -> {
                    use(spec);
                    notices.tell(Texts.text("configure.opened", file.getFileName()), "");
                });
    }

    public void save(Path file) {
        String json = Wire.pretty(draft.get());
        work(
                () -> {
                    WholeFile.write(file, json);
                    return file;
                },
                _ -> notices.tell(Texts.text("configure.saved", file.getFileName()), ""));
    }

    private <T> void work(java.util.function.Supplier<T> task, Consumer<T> done) {
        var _ =
                CompletableFuture.supplyAsync(task, background)
                        .whenComplete((result, fault) ->
                                fxThread.execute(() -> {
                                    if (fault == null) {
                                        done.accept(result);
                                    } else {
                                        notices.fail(
                                                Texts.text("configure.fileFailed"),
                                                Problems.sentence(fault));
                                    }
                                }));
    }

    /// The same run as lines for a shell: the specification as a file, and the command that takes it.
    public String command() {
        RunSpec spec = draft.get();
        String file = spec.name() + ".json";
        return "cat > " + file + " <<'END'\n" + Wire.pretty(spec) + "END\nsku run " + file + "\n";
    }

    /// What is typed in a field.
    public StringProperty text(DraftField field) {
        StringProperty words = texts.get(field);
        if (words == null) {
            throw new IllegalArgumentException("no field " + field);
        }
        return words;
    }

    /// Sentences by the path of the field.
    public ObservableMap<String, String> faults() {
        return faultsView;
    }

    public BooleanBinding canStart() {
        return Bindings.createBooleanBinding(
                () -> faults.isEmpty() && !starting.get(), faults, starting);
    }

    public ReadOnlyObjectProperty<RunSpec> draftProperty() {
        return draft.getReadOnlyProperty();
    }

    public ObjectProperty<Presets> presetProperty() {
        return preset;
    }

    public ReadOnlyBooleanProperty canUndoProperty() {
        return canUndo.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty canRedoProperty() {
        return canRedo.getReadOnlyProperty();
    }
}
