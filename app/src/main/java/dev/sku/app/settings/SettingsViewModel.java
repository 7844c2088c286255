package dev.sku.app.settings;

import static dev.sku.resources.Texts.text;

import dev.sku.app.configure.Usual;
import dev.sku.app.shell.Notices;
import dev.sku.app.ui.PageMemory;
import dev.sku.app.ui.Problems;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// The settings while they are looked at: a change applies at once and is saved.
public final class SettingsViewModel {
    private final SettingsFile file;
    private final Notices notices;
    private final Executor background;
    private final Executor fxThread;
    private final ObjectProperty<Settings.Look> theme = new SimpleObjectProperty<>();
    private final BooleanProperty hideHarmful = new SimpleBooleanProperty();
    private final StringProperty device = new SimpleStringProperty("");
    private final StringProperty checkpointEvery = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper checkpointFault = new ReadOnlyStringWrapper("");
    private final BooleanProperty tellEnds = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<Usual> usual = new ReadOnlyObjectWrapper<>();
    private final JudgeChoice runJudge;
    private final JudgeChoice measuringJudge;
    private final ReadOnlyObjectWrapper<@Nullable Boolean> hubToken = new ReadOnlyObjectWrapper<>();
    private final PageMemory pages;
    private final SettingsCheck check;
    private Settings saved;

    /// @param check looks for what they refer to
    public SettingsViewModel(
            Settings settings,
            SettingsFile file,
            SettingsCheck check,
            Notices notices,
            Executor background,
            Executor fxThread) {
        this.saved = settings;
        this.file = file;
        this.check = check;
        this.notices = notices;
        this.background = background;
        this.fxThread = fxThread;
        this.pages = new PageMemory(settings.pageStates(), states -> save(saved.withPages(states)));
        theme.set(settings.theme());
        hideHarmful.set(settings.hideHarmful());
        theme.subscribe(look -> save(saved.withTheme(look)));
        hideHarmful.subscribe(hide -> save(saved.withHideHarmful(hide)));
        Work work = settings.work();
        Usual draft = work.draft();
        usual.set(draft);
        runJudge = new JudgeChoice(draft.judge(), check, fxThread);
        measuringJudge = new JudgeChoice(work.measuring(), check, fxThread);
        device.set(Objects.requireNonNullElse(draft.device(), ""));
        Integer every = draft.checkpointEvery();
        checkpointEvery.set(every == null ? "" : every.toString());
        tellEnds.set(work.tellEnds());
        usual.subscribe(now -> save(saved.withWork(saved.work().with(now))));
        device.subscribe(name -> usual.set(usual.get().withDevice(orNull(name))));
        checkpointEvery.subscribe(this::keepCheckpoints);
        runJudge.judgeProperty().subscribe(judge -> usual.set(usual.get().withJudge(judge)));
        measuringJudge
                .judgeProperty()
                .subscribe(judge -> save(saved.withWork(saved.work().withMeasuring(judge))));
        tellEnds.subscribe(tell -> save(saved.withWork(saved.work().withTellEnds(tell))));
    }

    private static @Nullable String orNull(@Nullable String words) {
        return words == null || words.isBlank() ? null : words.strip();
    }

    /// What is no number of steps changes nothing.
    private void keepCheckpoints(String typed) {
        String words = orNull(typed);
        boolean sound = words == null || words.matches("\\d{1,9}");
        checkpointFault.set(sound ? "" : text("settings.checkpoints.fault"));
        if (sound) {
            usual.set(
                    usual.get().withCheckpointEvery(words == null ? null : Integer.valueOf(words)));
        }
    }

    /// The page is looked at: what settings refer to is looked for.
    public void look() {
        runJudge.look();
        measuringJudge.look();
        var _ =
                check.hubToken()
                        .whenComplete((found, fault) ->
                                fxThread.execute(() -> hubToken.set(fault == null ? found : null)));
    }

    /// Remembers how the window was left.
    public void leave(double width, double height, boolean logOpen) {
        save(saved.withWindow(width, height, logOpen));
    }

    public void rememberWorkspace(String folder) {
        save(saved.withWorkspace(folder));
    }

    /// Workspaces that were open before this one and are still there to be chosen, the newest first.
    public List<String> recentWorkspaces() {
        return saved.recentWorkspaces().stream().filter(f -> !f.equals(saved.workspace())).toList();
    }

    /// How the pages were left.
    public PageMemory pages() {
        return pages;
    }

    private void save(Settings next) {
        if (next.equals(saved)) {
            return;
        }
        saved = next;
        var _ =
                CompletableFuture.runAsync(() -> file.write(next), background)
                        .whenComplete((_, fault) -> {
                            if (fault != null) {
                                fxThread.execute(() ->
                                        notices.fail(
                                                text("settings.notSaved"),
                                                Problems.sentence(fault)));
                            }
                        });
    }

    public ObjectProperty<Settings.Look> themeProperty() {
        return theme;
    }

    public BooleanProperty hideHarmfulProperty() {
        return hideHarmful;
    }

    public Settings settings() {
        return saved;
    }

    /// Device of new drafts; empty for their preset's.
    public StringProperty deviceProperty() {
        return device;
    }

    /// Steps between checkpoints of new drafts; empty for their preset's.
    public StringProperty checkpointEveryProperty() {
        return checkpointEvery;
    }

    /// Why what is typed is no number of steps; empty where it is.
    public ReadOnlyStringProperty checkpointFaultProperty() {
        return checkpointFault.getReadOnlyProperty();
    }

    /// Whether the end of a run is told.
    public BooleanProperty tellEndsProperty() {
        return tellEnds;
    }

    /// What new drafts have.
    public ReadOnlyObjectProperty<Usual> usualProperty() {
        return usual.getReadOnlyProperty();
    }

    /// Who judges what new drafts answer.
    public JudgeChoice runJudge() {
        return runJudge;
    }

    /// Who judges what is measured on the page of the trade-off.
    public JudgeChoice measuringJudge() {
        return measuringJudge;
    }

    /// Whether there is a token for the hub; null while it is not known.
    public ReadOnlyObjectProperty<@Nullable Boolean> hubTokenProperty() {
        return hubToken.getReadOnlyProperty();
    }
}
