package dev.sku.app.ui;

import static dev.sku.resources.Texts.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.control.TextInputDialog;
import javafx.stage.Window;

/// Paths of another computer, whose folders cannot be looked through from here: the person types them. What is saved is
/// saved here.
public final class TypedPaths implements FileDialogs {
    private final Window owner;
    private final String host;
    private final FileDialogs here;

    /// @param here for what is saved
    public TypedPaths(Window owner, String host, FileDialogs here) {
        this.owner = owner;
        this.host = host;
        this.here = here;
    }

    @Override
    public Optional<Path> folder(String title) {
        return typed(title);
    }

    @Override
    public Optional<Path> open(String title, String kind, String... patterns) {
        return typed(title);
    }

    @Override
    public Optional<Path> save(String title, String suggestion, String kind, String... patterns) {
        return here.save(title, suggestion, kind, patterns);
    }

    @Override
    public void show(Path folder) throws IOException {
        here.show(folder);
    }

    private Optional<Path> typed(String title) {
        TextInputDialog dialog = new TextInputDialog();
        dialog.initOwner(owner);
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
        dialog.getDialogPane().setId("typed-path");
        dialog.setTitle(title);
        dialog.setHeaderText(title);
        dialog.setContentText(text("path.typed", host));
        dialog.getEditor().setId("typed-path-words");
        dialog.getEditor().setPrefColumnCount(40);
        return dialog.showAndWait().map(String::strip).filter(w -> !w.isEmpty()).map(Path::of);
    }
}
