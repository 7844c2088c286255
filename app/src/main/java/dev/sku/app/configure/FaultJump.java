package dev.sku.app.configure;

import java.util.Optional;
import java.util.Set;
import javafx.collections.ObservableMap;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;

/// The way from the count of faults to the first field that has one.
record FaultJump(ObservableMap<String, String> faults, ScrollPane page) {
    private static final double ABOVE = 60;

    /// Puts the cursor there, and the field into view.
    void go() {
        faults.keySet().stream()
                .flatMap(path -> field(path).stream())
                .findFirst()
                .ifPresent(field -> {
                    field.requestFocus();
                    show(field);
                });
    }

    /// The field itself, or the first of those that its fault is about.
    private Optional<Node> field(String path) {
        String id = "field-" + path.replace('.', '-');
        Set<Node> fields = page.getContent().lookupAll(".text-field");
        return fields.stream()
                .filter(f -> id.equals(f.getId()))
                .findFirst()
                .or(() ->
                        fields.stream()
                                .filter(f -> String.valueOf(f.getId()).startsWith(id + "-"))
                                .findFirst());
    }

    private void show(Node field) {
        Node content = page.getContent();
        double rest = content.getBoundsInLocal().getHeight() - page.getViewportBounds().getHeight();
        Bounds at = content.sceneToLocal(field.localToScene(field.getBoundsInLocal()));
        double top = page.getVvalue() * rest;
        boolean seen =
                at.getMinY() >= top && at.getMaxY() <= top + page.getViewportBounds().getHeight();
        if (rest > 0 && !seen) {
            page.setVvalue(Math.clamp((at.getMinY() - ABOVE) / rest, 0, 1));
        }
    }
}
