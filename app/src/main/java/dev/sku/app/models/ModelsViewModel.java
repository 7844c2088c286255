package dev.sku.app.models;

import static dev.sku.resources.Texts.text;

import dev.sku.app.configure.ModelNeed;
import dev.sku.app.journal.Input;
import dev.sku.app.link.HubPrograms;
import dev.sku.app.link.RuntimeLink;
import dev.sku.app.shell.Notices;
import dev.sku.app.store.RunStore;
import dev.sku.app.ui.Problems;
import dev.sku.protocol.ColumnMapping;
import dev.sku.protocol.Finding;
import dev.sku.protocol.HubContents;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.RunSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The list of models and rows: what was added, what the Hugging Face cache has, and which one is looked at.
public final class ModelsViewModel {
    private static final List<String> QUESTIONS =
            List.of("question", "prompt", "instruction", "input", "query");
    private static final List<String> ANSWERS =
            List.of("answer", "response", "output", "completion", "text");

    private final RuntimeLink link;
    private final RunStore store;
    private final InputChoice choice;
    private final Function<Finding.Model, List<ModelNeed>> memory;
    private final Notices notices;
    private final Executor background;
    private final Executor fxThread;
    private final RowsViewModel rows;
    private final ObservableList<InputEntry> entries = FXCollections.observableArrayList();
    private final ObservableList<InputEntry> entriesView =
            FXCollections.unmodifiableObservableList(entries);
    private final ObjectProperty<@Nullable InputEntry> selected = new SimpleObjectProperty<>();
    private final ReadOnlyBooleanWrapper known = new ReadOnlyBooleanWrapper();

    /// @param memory what uses of a model would hold with the draft's settings
    /// @param background for the store
    public ModelsViewModel(
            RuntimeLink link,
            RunStore store,
            InputChoice choice,
            Function<Finding.Model, List<ModelNeed>> memory,
            Notices notices,
            Executor background,
            Executor fxThread) {
        this.link = link;
        this.store = store;
        this.choice = choice;
        this.memory = memory;
        this.notices = notices;
        this.background = background;
        this.fxThread = fxThread;
        this.rows = new RowsViewModel(link, fxThread, this::heard);
    }

    /// Takes the list from the store, where it is empty from the draft, and looks into the cache.
    public void begin() {
        RunSpec draft = choice.draft().get();
        var _ =
                CompletableFuture.supplyAsync(store::inputs, background)
                        .thenCompose(kept ->
                                kept.isEmpty()
                                        ? there(named(draft))
                                        : CompletableFuture.completedFuture(kept))
                        .whenComplete((kept, fault) ->
                                fxThread.execute(() -> {
                                    known.set(true);
                                    if (fault == null) {
                                        kept.forEach(this::append);
                                        lookIntoCache();
                                    } else {
                                        failed(fault);
                                    }
                                }));
    }

    /// What the draft names, as far as it is there.
    private CompletableFuture<List<Input>> there(List<Input> named) {
        return link.find(new Inquiry.Places(named.stream().map(Input::path).toList()))
                .handle((found, fault) -> {
                    List<Input> there = new ArrayList<>();
                    for (int i = 0; fault == null && i < named.size(); i++) {
                        if (found.places().get(i).kind() != Finding.Place.Kind.NONE) {
                            there.add(named.get(i));
                        }
                    }
                    return there;
                });
    }

    private static List<Input> named(RunSpec draft) {
        List<Input> named = new ArrayList<>();
        named.add(new Input(Input.Kind.MODEL, draft.model().folder(), null));
        draft.data()
                .harmful()
                .forEach(f ->
                        named.add(new Input(Input.Kind.HARMFUL, f, draft.data().harmfulColumns())));
        draft.data()
                .normal()
                .forEach(f ->
                        named.add(new Input(Input.Kind.NORMAL, f, draft.data().normalColumns())));
        named.removeIf(i -> i.path().isBlank());
        return named;
    }

    private void lookIntoCache() {
        lookIntoCache("");
    }

    /// @param wanted the folder to look at then
    private void lookIntoCache(String wanted) {
        var _ =
                link.find(new Inquiry.Cached())
                        .thenAccept(found ->
                                fxThread.execute(() -> {
                                    found.models().stream()
                                            .filter(m -> entry(m.folder()).isEmpty())
                                            .map(InputEntry::cached)
                                            .forEach(entries::add);
                                    entry(wanted).ifPresent(this::select);
                                }));
    }

    /// Shows what has come from the hub: a model among those of the cache, rows by the files that hold them.
    public void arrived(HubPrograms.Wish wish, HubViewModel.Offer offer) {
        if (!wish.dataset()) {
            lookIntoCache(offer.folder());
            return;
        }
        offer.contents().files().stream()
                .map(HubContents.File::name)
                .filter(name -> name.matches(".*\\.((jsonl|csv)(\\.gz)?|parquet)"))
                .forEach(name -> addRows(offer.folder() + "/" + name));
    }

    private void append(Input input) {
        if (entry(input.path()).isEmpty()) {
            InputEntry made = InputEntry.of(input);
            entries.add(made);
            inspect(made);
        }
    }

    private void inspect(InputEntry entry) {
        if (entry.input().kind() != Input.Kind.MODEL) {
            return; // read when it is looked at
        }
        var _ =
                link.find(new Inquiry.Model(entry.input().path()))
                        .whenComplete((found, fault) ->
                                fxThread.execute(() ->
                                        change(
                                                entry.input().path(),
                                                e ->
                                                        fault == null
                                                                ? e.with(found)
                                                                : e.failed(
                                                                        Problems.sentence(
                                                                                fault)))));
    }

    /// Looks at one: a model's card, or the rows of a file.
    public void select(InputEntry entry) {
        selected.set(entry);
        if (entry.input().kind() == Input.Kind.MODEL) {
            rows.close();
            if (entry.model() == null && entry.trouble().isEmpty()) {
                inspect(entry);
            }
        } else {
            rows.open(entry.input(), choice.draft().get());
        }
    }

    /// Reads the rows again where the draft reads otherwise than before.
    public void shown() {
        InputEntry entry = selected.get();
        if (entry != null) {
            select(entry);
        } else if (!entries.isEmpty()) {
            select(entries.getFirst());
        }
    }

    /// Puts folders and files on the list, whatever they are; what cannot be read stays there with its reason.
    public void add(List<Path> paths) {
        paths.forEach(this::add);
    }

    /// What lies at a path is known where the runtime is.
    private void add(Path path) {
        Optional<InputEntry> there = entry(path.normalize().toString());
        if (there.isPresent() && !there.get().cached()) {
            select(there.get());
            return;
        }
        var _ =
                link.find(new Inquiry.Places(List.of(path.toString())))
                        .whenComplete((found, fault) ->
                                fxThread.execute(() -> {
                                    if (fault != null) {
                                        addRows(path.toString()); // which stays, and says why
                                    } else {
                                        put(found.places().getFirst());
                                    }
                                }));
    }

    private void put(Finding.Place place) {
        switch (place.kind()) {
            case FOLDER -> put(new Input(Input.Kind.MODEL, place.path(), null));
            case FILE, NONE -> addRows(place.path());
        }
    }

    private void addRows(String file) {
        var _ =
                link.find(new Inquiry.Columns(file))
                        .whenComplete((found, fault) ->
                                fxThread.execute(() -> {
                                    if (fault != null) {
                                        put(new Input(Input.Kind.HARMFUL, file, null));
                                        change(file, e -> e.failed(Problems.sentence(fault)));
                                    } else if (found.layout() != null) {
                                        put(new Input(Input.Kind.of(found.layout()), file, null));
                                    } else {
                                        put(
                                                new Input(
                                                        Input.Kind.NORMAL,
                                                        file,
                                                        guess(found.names())));
                                    }
                                }));
    }

    /// Columns named as is usual; otherwise the first two.
    static ColumnMapping guess(List<String> columns) {
        String question = named(columns, QUESTIONS, 0);
        String answer = named(columns, ANSWERS, 1);
        return new ColumnMapping(question, answer, null);
    }

    private static String named(List<String> columns, List<String> usual, int otherwise) {
        return usual.stream()
                .flatMap(u -> columns.stream().filter(c -> c.toLowerCase(Locale.ROOT).equals(u)))
                .findFirst()
                .orElse(columns.size() > otherwise ? columns.get(otherwise) : "");
    }

    private void put(Input input) {
        entries.removeIf(e -> e.input().path().equals(input.path()));
        InputEntry made = InputEntry.of(input);
        entries.add(made);
        save();
        select(made);
    }

    /// Reads a file by other columns, or as rows of the other side.
    public void read(Input otherwise) {
        change(otherwise.path(), _ -> InputEntry.of(otherwise));
        save();
        entry(otherwise.path()).ifPresent(this::select);
    }

    /// Takes one from the list; its files stay.
    public void remove(InputEntry entry) {
        entries.removeIf(e -> e.input().equals(entry.input()));
        save();
        selected.set(null);
        rows.close();
        notices.tell(text("models.removed", entry.name()), "");
    }

    public void useInConfigure() {
        InputEntry entry = selected.get();
        if (entry != null) {
            choice.use(entry.input());
        }
    }

    private void heard(String file, Finding.@Nullable RowFacts facts, String trouble) {
        change(file, e -> facts == null ? e.failed(trouble) : e.with(facts));
    }

    private void change(String path, UnaryOperator<InputEntry> change) {
        for (int i = 0; i < entries.size(); i++) {
            InputEntry before = entries.get(i);
            if (before.input().path().equals(path)) {
                InputEntry after = change.apply(before);
                if (!after.equals(before)) {
                    entries.set(i, after);
                    if (before.equals(selected.get())) {
                        selected.set(after);
                    }
                }
            }
        }
    }

    private Optional<InputEntry> entry(String path) {
        return entries.stream().filter(e -> e.input().path().equals(path)).findFirst();
    }

    private void save() {
        List<Input> all = entries.stream().filter(e -> !e.cached()).map(InputEntry::input).toList();
        var _ =
                CompletableFuture.runAsync(() -> store.setInputs(all), background)
                        .whenComplete((_, fault) -> {
                            if (fault != null) {
                                fxThread.execute(() -> failed(fault));
                            }
                        });
    }

    private void failed(Throwable fault) {
        notices.fail(text("models.notKept"), Problems.sentence(fault));
    }

    /// What uses of the model would hold with the draft's settings; nothing until devices are known.
    public List<ModelNeed> memory(Finding.Model model) {
        return memory.apply(model);
    }

    public ObservableList<InputEntry> entries() {
        return entriesView;
    }

    public ObjectProperty<@Nullable InputEntry> selectedProperty() {
        return selected;
    }

    /// Whether the list has been read from the store.
    public ReadOnlyBooleanProperty knownProperty() {
        return known.getReadOnlyProperty();
    }

    public RowsViewModel rows() {
        return rows;
    }
}
