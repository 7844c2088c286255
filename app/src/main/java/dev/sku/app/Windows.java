package dev.sku.app;

import dev.sku.app.link.RuntimeLink;
import dev.sku.app.settings.Settings;
import java.util.function.UnaryOperator;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The one window, and the change from one workspace to another.
final class Windows {
    private final Settings settings;
    private final UnaryOperator<Workbench.Outside> outside;
    private final Stage stage = new Stage();
    private @Nullable Workbench workbench;

    /// @param settings as they were kept
    Windows(Settings settings) {
        this(settings, UnaryOperator.identity());
    }

    /// @param outside what is used of what a window has outside itself
    Windows(Settings settings, UnaryOperator<Workbench.Outside> outside) {
        this.settings = settings;
        this.outside = outside;
    }

    /// With the agent of its workspace.
    Workbench open(Workbench.Places places) {
        return open(places, places.agent());
    }

    /// What was set before the change stays.
    ///
    /// @param link closed with the window
    Workbench open(Workbench.Places places, RuntimeLink link) {
        Settings now = workbench == null ? settings : workbench.preferences().settings();
        Workbench next =
                new Workbench(
                        places, link, outside.apply(places.outside()), now, stage, this::open);
        workbench = next;
        next.show();
        return next;
    }

    /// The workspace that is shown; null before the first.
    @Nullable Workbench workbench() {
        return workbench;
    }
}
