package dev.sku.app.settings;

import static dev.sku.resources.Texts.text;

import dev.sku.app.configure.JudgeKind;
import dev.sku.protocol.JudgeSpec;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// A judge as a person sets it: what is typed takes effect as soon as it describes one, and until then the judge before it
/// stays. A key is named by its variable and never known here.
public final class JudgeChoice {
    /// Keys have small letters as a rule, names of variables have none: a key that is typed in the wrong place is not kept.
    private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]{0,63}");

    private final SettingsCheck check;
    private final Executor fxThread;
    private final ObjectProperty<@Nullable Way> way;
    private final StringProperty folder = new SimpleStringProperty("");
    private final StringProperty threshold = new SimpleStringProperty("0.5");
    private final StringProperty address = new SimpleStringProperty("");
    private final StringProperty model = new SimpleStringProperty("");
    private final StringProperty variable = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable JudgeSpec> judge;
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<JudgeStanding> standing =
            new ReadOnlyObjectWrapper<>(JudgeStanding.UNKNOWN);

    /// Who judges.
    public enum Way {
        /// Nobody is named here.
        NONE(null),
        PHRASES(JudgeKind.PHRASES),
        LLAMA_GUARD(JudgeKind.LLAMA_GUARD),
        LLAMA_GUARD_3(JudgeKind.LLAMA_GUARD_3),
        HARM_BENCH(JudgeKind.HARM_BENCH),
        BEAVER_DAM(JudgeKind.BEAVER_DAM),
        ADDRESS(null);

        private final @Nullable JudgeKind kind;

        Way(@Nullable JudgeKind kind) {
            this.kind = kind;
        }

        boolean isModel() {
            return kind != null && kind != JudgeKind.PHRASES;
        }

        /// Null for a judge that only a file describes.
        static @Nullable Way of(@Nullable JudgeSpec judge) {
            if (judge == null) {
                return NONE;
            }
            if (judge instanceof JudgeSpec.Endpoint) {
                return ADDRESS;
            }
            JudgeKind kind = JudgeKind.of(judge).orElse(null);
            return List.of(values()).stream()
                    .filter(w -> w.kind != null && w.kind == kind)
                    .findFirst()
                    .orElse(null);
        }
    }

    JudgeChoice(@Nullable JudgeSpec kept, SettingsCheck check, Executor fxThread) {
        this.check = check;
        this.fxThread = fxThread;
        judge = new ReadOnlyObjectWrapper<>(kept);
        way = new SimpleObjectProperty<>(Way.of(kept));
        switch (kept) {
            case JudgeSpec.CausalLm c -> model(c.model(), c.threshold());
            case JudgeSpec.Classifier c -> model(c.model(), c.threshold());
            case JudgeSpec.Endpoint e -> {
                address.set(e.url());
                model.set(e.model());
                variable.set(Objects.requireNonNullElse(e.keyVariable(), ""));
            }
            case JudgeSpec.Phrases _, JudgeSpec.Person _ -> {}
            case null -> {}
        }
        way.subscribe((_, _) -> changed());
        for (StringProperty part : List.of(folder, threshold, address, model, variable)) {
            part.subscribe((_, _) -> changed());
        }
    }

    private void model(String at, double above) {
        folder.set(at);
        threshold.set(String.valueOf(above));
    }

    private void changed() {
        Way now = way.get();
        if (now == null) {
            return;
        }
        fault.set(fault(now));
        if (fault.get().isEmpty()) {
            judge.set(described(now));
        }
        look();
    }

    private String fault(Way now) {
        if (now.isModel()) {
            double above = number(threshold.get());
            return folder.get().isBlank()
                    ? text("settings.judge.fault.folder")
                    : above >= 0 && above <= 1 ? "" : text("settings.judge.fault.threshold");
        }
        if (now != Way.ADDRESS) {
            return "";
        }
        if (!isAddress(address.get().strip())) {
            return text("settings.judge.fault.address");
        }
        if (model.get().isBlank()) {
            return text("settings.judge.fault.model");
        }
        String name = variable.get().strip();
        return name.isEmpty() || VARIABLE.matcher(name).matches()
                ? ""
                : text("settings.judge.fault.variable");
    }

    private static double number(String typed) {
        try {
            return Double.parseDouble(typed.strip());
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    /// Without a name, a password or a query, which could be a key.
    private static boolean isAddress(String typed) {
        try {
            URI uri = URI.create(typed);
            return uri.getHost() != null
                    && List.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private @Nullable JudgeSpec described(Way now) {
        JudgeKind kind = now.kind;
        if (kind != null) {
            return kind.of(folder.get().strip(), now.isModel() ? number(threshold.get()) : 0.5);
        }
        return now == Way.ADDRESS ? endpoint() : null;
    }

    /// What only a file says of an address stays as it is.
    private JudgeSpec endpoint() {
        JudgeSpec.Endpoint before = judge.get() instanceof JudgeSpec.Endpoint e ? e : null;
        String key = variable.get().strip();
        return new JudgeSpec.Endpoint(
                address.get().strip(),
                model.get().strip(),
                before == null ? "chat" : before.template(),
                key.isEmpty() ? null : key,
                before == null ? null : before.keyringAccount(),
                before == null ? JudgeSpec.Patience.USUAL : before.patience(),
                before == null ? null : before.price());
    }

    /// Looks whether the judge can judge; what it said before holds no longer.
    void look() {
        JudgeSpec now = judge.get();
        standing.set(JudgeStanding.UNKNOWN);
        if (now == null || !fault.get().isEmpty()) {
            return;
        }
        var _ =
                check.judge(now)
                        .thenAccept(found ->
                                fxThread.execute(() -> {
                                    if (now.equals(judge.get()) && fault.get().isEmpty()) {
                                        standing.set(found);
                                    }
                                }));
    }

    /// Null for a judge that only a file describes.
    public ObjectProperty<@Nullable Way> wayProperty() {
        return way;
    }

    public StringProperty folderProperty() {
        return folder;
    }

    public StringProperty thresholdProperty() {
        return threshold;
    }

    public StringProperty addressProperty() {
        return address;
    }

    public StringProperty modelProperty() {
        return model;
    }

    /// Name of the environment variable that holds the key.
    public StringProperty variableProperty() {
        return variable;
    }

    /// The judge that is in effect; null where nobody is named.
    public ReadOnlyObjectProperty<@Nullable JudgeSpec> judgeProperty() {
        return judge.getReadOnlyProperty();
    }

    /// Why what is typed describes no judge; empty where it does.
    public ReadOnlyStringProperty faultProperty() {
        return fault.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<JudgeStanding> standingProperty() {
        return standing.getReadOnlyProperty();
    }
}
