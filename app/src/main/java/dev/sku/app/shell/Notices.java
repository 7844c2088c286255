package dev.sku.app.shell;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// What the window tells without being asked: at most three at a time, each with at most one action.
///
/// Belongs to the JavaFX thread.
public final class Notices {
    private static final int MOST = 3;

    private final ObservableList<Notice> shown = FXCollections.observableArrayList();
    private final ObservableList<Notice> shownView =
            FXCollections.unmodifiableObservableList(shown);

    /// @param lasting stays until it is closed, as failures do
    /// @param failed whether it tells of a failure
    /// @param actionWords null for none
    public record Notice(
            String title,
            String detail,
            boolean lasting,
            boolean failed,
            @Nullable String actionWords,
            Runnable action) {}

    public void tell(String title, String detail) {
        add(new Notice(title, detail, false, false, null, () -> {}));
    }

    public void offer(String title, String detail, String actionWords, Runnable action) {
        add(new Notice(title, detail, false, false, actionWords, action));
    }

    /// What stays until it is seen.
    public void announce(
            String title, String detail, boolean failed, String actionWords, Runnable action) {
        add(new Notice(title, detail, true, failed, actionWords, action));
    }

    public void fail(String title, String detail) {
        add(new Notice(title, detail, true, true, null, () -> {}));
    }

    public void close(Notice notice) {
        shown.remove(notice);
    }

    public ObservableList<Notice> shown() {
        return shownView;
    }

    private void add(Notice notice) {
        shown.remove(notice);
        shown.add(notice);
        while (shown.size() > MOST) {
            // A failure stays until it is closed, as long as there is anything else to make room.
            shown.remove(
                    shown.stream()
                            .limit(MOST)
                            .filter(n -> !n.lasting())
                            .findFirst()
                            .orElse(shown.getFirst()));
        }
    }
}
