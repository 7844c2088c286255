package dev.sku.app;

import static dev.sku.resources.Texts.text;

import dev.sku.app.settings.Settings;
import dev.sku.app.settings.SettingsFile;
import dev.sku.resources.Theme;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.application.Platform;

/// Starts the window: `workbench [WORKSPACE]`, or takes its pictures: `workbench --tour DIR`.
///
/// Not an `Application`, so that JavaFX starts from the class path.
public final class Launcher {
    /// Kept: a logger that nobody holds forgets its level.
    private static final Logger JAVAFX = Logger.getLogger("javafx");

    private Launcher() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(System.getProperty("sku.home", ".")).toAbsolutePath().normalize();
        if (List.of(arguments).contains("--help")) {
            System.out.println(text("usage"));
            return;
        }
        // It warns of the class path at each start, where it works as well.
        JAVAFX.setLevel(Level.SEVERE);
        if (List.of(arguments).equals(List.of("--rehearse"))) {
            Theme.loadFonts();
            new Rehearsal(Options.of(List.of(), home)).play();
            return;
        }
        Options options;
        try {
            options = Options.of(List.of(arguments), home);
        } catch (IllegalArgumentException e) {
            System.err.println(text("usage.notUnderstood", String.valueOf(e.getMessage())));
            System.err.println(text("usage"));
            System.exit(2);
            return;
        }
        Theme.loadFonts();
        if (options.tour() != null) {
            new Tour(options).take();
            return;
        }
        SettingsFile file = SettingsFile.ofPerson();
        Settings settings = file.read();
        Path workspace = options.workspace();
        if (workspace == null) {
            workspace =
                    settings.workspace() == null
                            ? Options.usualWorkspace()
                            : Path.of(settings.workspace());
        }
        Workbench.Places places =
                new Workbench.Places(
                        workspace.toAbsolutePath().normalize(),
                        options.sampleData(),
                        options.launcher(),
                        file);
        Platform.startup(() -> new Windows(settings).open(places));
    }
}
