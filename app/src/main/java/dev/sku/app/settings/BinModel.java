package dev.sku.app.settings;

import static dev.sku.resources.Texts.text;

import dev.sku.app.shell.Notices;
import dev.sku.app.store.Bin;
import dev.sku.app.ui.Problems;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// The bin of the workspace: how much is in it, and emptying it, which is asked about first because nothing brings it back.
public final class BinModel {
    private final Bin bin;
    private final Notices notices;
    private final Executor background;
    private final Executor fxThread;
    private final ReadOnlyObjectWrapper<Bin.@Nullable Contents> contents =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper asked = new ReadOnlyBooleanWrapper();

    public BinModel(Bin bin, Notices notices, Executor background, Executor fxThread) {
        this.bin = bin;
        this.notices = notices;
        this.background = background;
        this.fxThread = fxThread;
    }

    /// Counts what is in it.
    void look() {
        work(bin::contents);
    }

    /// Asks whether it is to be emptied, or no longer.
    public void ask(boolean whether) {
        asked.set(whether);
    }

    public void empty() {
        asked.set(false);
        work(() -> {
            bin.empty();
            return bin.contents();
        });
    }

    private void work(Supplier<Bin.Contents> task) {
        var _ =
                CompletableFuture.supplyAsync(task, background)
                        .whenComplete((now, fault) ->
                                fxThread.execute(() -> {
                                    if (fault == null) {
                                        contents.set(now);
                                    } else {
                                        notices.fail(
                                                text("settings.bin.failed"),
                                                Problems.sentence(fault));
                                    }
                                }));
    }

    /// Runs in it.
    public int runs() {
        Bin.Contents now = contents.get();
        return now == null ? 0 : now.runs();
    }

    /// Bytes of their files.
    public long bytes() {
        Bin.Contents now = contents.get();
        return now == null ? 0 : now.bytes();
    }

    /// Null until it is counted.
    public ReadOnlyObjectProperty<Bin.@Nullable Contents> contentsProperty() {
        return contents.getReadOnlyProperty();
    }

    /// Whether a person is asked if it is to be emptied.
    public ReadOnlyBooleanProperty askedProperty() {
        return asked.getReadOnlyProperty();
    }
}
