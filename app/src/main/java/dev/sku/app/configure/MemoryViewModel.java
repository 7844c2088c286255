package dev.sku.app.configure;

import static dev.sku.resources.Texts.text;

import dev.sku.app.link.RuntimeLink;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Problems;
import dev.sku.protocol.Companions;
import dev.sku.protocol.DeviceNames;
import dev.sku.protocol.EvaluationSpec;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.MemoryEstimate.Change;
import dev.sku.protocol.MemoryEstimate.Device;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.StepTokens;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// What the draft will hold in the memory of its devices, as one types, and what would make it smaller.
public final class MemoryViewModel {
    private static final double TIGHT_SHARE = .9;
    private static final int MOST_CHANGES = 3;
    private static final int REFRESHES = 5;

    /// Between two looks that only the status bar shows: each keeps a process alive that reads.
    private static final int SELDOM = 60;

    private static final Inquiry.Measuring NOTHING =
            new Inquiry.Measuring(new JudgeSpec.Phrases(), null);

    private final RuntimeLink link;
    private final ReadOnlyObjectProperty<RunSpec> draft;
    private final Executor fxThread;
    private final ObservableList<DeviceSeen> devices = FXCollections.observableArrayList();
    private final ObservableList<DeviceSeen> devicesView =
            FXCollections.unmodifiableObservableList(devices);
    private final ReadOnlyObjectWrapper<@Nullable MemoryEstimate> estimate =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
    private final ObservableList<Change> changes = FXCollections.observableArrayList();
    private final ObservableList<Change> changesView =
            FXCollections.unmodifiableObservableList(changes);
    private String folder = "";
    private Finding.@Nullable Model model;
    private Inquiry.Measuring measuring = NOTHING;
    private Companions beside = Companions.NONE;
    private String besideTrouble = "";
    private boolean shown;
    private boolean watched;
    private boolean working;
    private boolean asking;
    private int sinceAsked = REFRESHES;

    /// How an estimate stands to what is free.
    public enum Verdict {
        FITS,
        TIGHT,
        TOO_LARGE,
        UNKNOWN;

        static Verdict of(MemoryEstimate.OnDevice on) {
            if (on.device().free() == 0) {
                return UNKNOWN;
            }
            return !on.fits()
                    ? TOO_LARGE
                    : on.bytes() > TIGHT_SHARE * on.device().free() ? Verdict.TIGHT : FITS;
        }
    }

    public MemoryViewModel(
            RuntimeLink link, ReadOnlyObjectProperty<RunSpec> draft, Executor fxThread) {
        this.link = link;
        this.draft = draft;
        this.fxThread = fxThread;
        draft.subscribe(_ -> changed());
    }

    /// While the page is in view, devices are looked at now and then.
    public void shown(boolean visible) {
        shown = visible;
        sinceAsked = REFRESHES;
        if (visible) {
            changed();
            refresh();
        }
    }

    /// Whether another page shows the devices as they are now.
    public void watched(boolean elsewhere) {
        watched = elsewhere;
        sinceAsked = REFRESHES;
    }

    /// Whether a run goes on, which changes what is free.
    public void working(boolean now) {
        working = now;
    }

    /// Called once a second; devices are looked at once also before the page is shown.
    public void refresh() {
        boolean wanted = shown || watched || devices.isEmpty();
        if ((!wanted && !working) || asking || ++sinceAsked < (wanted ? REFRESHES : SELDOM)) {
            return;
        }
        sinceAsked = 0;
        asking = true;
        var _ =
                link.find(new Inquiry.Devices())
                        .whenComplete((found, fault) ->
                                fxThread.execute(() -> {
                                    asking = false;
                                    if (fault == null && !devices.equals(found.devices())) {
                                        devices.setAll(found.devices());
                                        calculate();
                                    }
                                }));
    }

    private void changed() {
        String now = draft.get().model().folder();
        if (!shown) {
            return;
        }
        readMeasuring();
        if (now.equals(folder)) {
            calculate();
            return;
        }
        folder = now;
        model = null;
        estimate.set(null);
        changes.clear();
        trouble.set(text(now.isBlank() ? "memory.noModel" : "memory.reading"));
        if (now.isBlank()) {
            return;
        }
        var _ =
                link.find(new Inquiry.Model(now))
                        .whenComplete((found, fault) ->
                                fxThread.execute(() -> {
                                    if (now.equals(folder)) {
                                        model = fault == null ? found : null;
                                        trouble.set(
                                                fault == null
                                                        ? besideTrouble
                                                        : Problems.sentence(fault));
                                        calculate();
                                    }
                                }));
    }

    /// What measures the run counts as `sku estimate` counts it; a folder that cannot be read is told, and left out.
    private void readMeasuring() {
        EvaluationSpec evaluation = draft.get().evaluation();
        Inquiry.Measuring now = new Inquiry.Measuring(evaluation.judge(), evaluation.encoder());
        if (now.equals(measuring)) {
            return;
        }
        measuring = now;
        if (now.equals(NOTHING)) {
            measured(Companions.NONE, "");
            return;
        }
        var _ =
                link.find(now)
                        .whenComplete((found, fault) ->
                                fxThread.execute(() -> {
                                    if (now.equals(measuring)) {
                                        measured(
                                                fault == null ? found.models() : Companions.NONE,
                                                fault == null ? "" : Problems.sentence(fault));
                                    }
                                }));
    }

    private void measured(Companions models, String why) {
        beside = models;
        besideTrouble = why;
        if (model != null) {
            trouble.set(why);
        }
        calculate();
    }

    private void calculate() {
        Finding.Model known = model;
        if (known == null || devices.isEmpty()) {
            return;
        }
        RunSpec spec = draft.get();
        MemoryEstimate next = estimate(spec, known);
        estimate.set(next);
        changes.setAll(
                next.fits()
                        ? List.of()
                        : MemoryEstimate.remedies(
                                        spec,
                                        known.shape(),
                                        tokens(spec, known),
                                        seen(spec),
                                        beside)
                                .stream()
                                .limit(MOST_CHANGES)
                                .toList());
    }

    /// What uses of a model would hold with everything else as in the draft; empty until devices are known.
    public List<ModelNeed> needs(Finding.Model other) {
        return devices.isEmpty()
                ? List.of()
                : ModelNeed.of(draft.get(), other, spec -> estimate(spec, other), this::seen);
    }

    private MemoryEstimate estimate(RunSpec spec, Finding.Model of) {
        return MemoryEstimate.of(spec, of.shape(), tokens(spec, of), seen(spec), beside);
    }

    /// The most there can be: the rows are not known here.
    private static StepTokens tokens(RunSpec spec, Finding.Model of) {
        return StepTokens.atMost(spec, of.shape().maxPositions());
    }

    private List<Device> seen(RunSpec spec) {
        return DeviceNames.of(spec.device()).stream().map(this::seen).toList();
    }

    private Device seen(String name) {
        return devices.stream()
                .map(DeviceSeen::device)
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElse(new Device(name, 0, 0));
    }

    /// How what a model needs stands to what is free.
    public static Verdict verdict(ModelNeed of) {
        return Verdict.of(of.on());
    }

    /// The verdict on the fullest device.
    public static Verdict verdict(MemoryEstimate of) {
        return of.devices().stream()
                .map(Verdict::of)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.FITS);
    }

    /// A change in words: what, and how much it then needs.
    public static String words(Change change) {
        long bytes =
                change.then().devices().stream()
                        .mapToLong(MemoryEstimate.OnDevice::bytes)
                        .max()
                        .orElse(0);
        return text(
                "memory.change." + change.field(),
                change.spec().acquisition().batch(),
                Numbers.bytes(bytes),
                change.spec().memory().quantize().bits());
    }

    public ReadOnlyObjectProperty<@Nullable MemoryEstimate> estimateProperty() {
        return estimate.getReadOnlyProperty();
    }

    /// Why there is no estimate; empty where there is one.
    public ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    public ObservableList<Change> changes() {
        return changesView;
    }

    public ObservableList<DeviceSeen> devices() {
        return devicesView;
    }
}
