package dev.sku.resources;

import java.util.HashMap;
import java.util.Map;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/// Colours of a theme by their name in `tokens.css`, so that charts and stylesheet share one definition of each.
///
/// Belongs to the JavaFX thread.
public final class Tokens {
    private final Pane probe = new Pane();
    private final Map<String, Color> known = new HashMap<>();

    public Tokens(Theme theme) {
        Pane root = new Pane(probe);
        root.getStyleClass().addAll("workbench", theme.styleClass());
        new Scene(root).getStylesheets().addAll(Theme.stylesheets());
    }

    /// @param token with its leading dash, as in `-out-harmful`
    public Color color(String token) {
        return known.computeIfAbsent(token, this::lookUp);
    }

    /// The same for Java2D, which JFreeChart draws with.
    public java.awt.Color paint(String token, double opacity) {
        Color c = color(token);
        return new java.awt.Color(
                (float) c.getRed(),
                (float) c.getGreen(),
                (float) c.getBlue(),
                (float) (c.getOpacity() * opacity));
    }

    public java.awt.Color paint(String token) {
        return paint(token, 1);
    }

    private Color lookUp(String token) {
        Region sample = new Region();
        sample.setStyle("-fx-background-color: " + token + ";");
        probe.getChildren().setAll(sample);
        sample.applyCss();
        if (sample.getBackground() == null
                || !(sample.getBackground().getFills().getFirst().getFill() instanceof Color c)) {
            throw new IllegalArgumentException("The stylesheet has no colour " + token);
        }
        return c;
    }
}
