package dev.sku.app.start;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What a first run needs, and whether the computer that would do it has it.
public final class StartViewModel {
    private final ObservableList<Fact> facts = FXCollections.observableArrayList();
    private final ObservableList<Fact> factsView = FXCollections.unmodifiableObservableList(facts);
    private final ReadOnlyBooleanWrapper samplePossible = new ReadOnlyBooleanWrapper(true);

    private final ObservableList<CachedModel> cached = FXCollections.observableArrayList();
    private final ObservableList<CachedModel> cachedView =
            FXCollections.unmodifiableObservableList(cached);

    /// A model that lies in the Hugging Face cache.
    ///
    /// @param note what is known of it
    public record CachedModel(String folder, String name, String note) {}

    /// Something that was found there.
    ///
    /// @param good false for something that limits what can be done
    public record Fact(String what, String note, boolean good) {}

    /// @param sample whether the shipped sample is there
    public record Found(List<Fact> facts, boolean sample) {}

    /// @param look by [FirstLook]
    public StartViewModel(CompletableFuture<Found> look, Executor fxThread) {
        var _ =
                look.thenAccept(found ->
                        fxThread.execute(() -> {
                            facts.setAll(found.facts());
                            samplePossible.set(found.sample());
                        }));
    }

    public ObservableList<Fact> facts() {
        return factsView;
    }

    public ObservableList<CachedModel> cached() {
        return cachedView;
    }

    /// The models of the cache, as far as they are known now.
    public void showCached(List<CachedModel> models) {
        if (!models.equals(cached)) {
            cached.setAll(models);
        }
    }

    /// Whether the shipped sample is there.
    public ReadOnlyBooleanProperty samplePossibleProperty() {
        return samplePossible.getReadOnlyProperty();
    }
}
