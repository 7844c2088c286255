package dev.sku.resources;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import javafx.scene.text.Font;

/// The two looks of the window. A scene wears one by its stylesheets and the classes of its root.
public enum Theme {
    LIGHT,
    DARK;

    private static final List<String> FONTS =
            List.of(
                    "inter/Inter-Regular.otf",
                    "inter/Inter-SemiBold.otf",
                    "jetbrains_mono/JetBrainsMono-Regular.ttf",
                    "jetbrains_mono/JetBrainsMono-Bold.ttf");

    /// AtlantaFX's part, for `Application.setUserAgentStylesheet`.
    public String userAgentStylesheet() {
        return switch (this) {
            case LIGHT -> new PrimerLight().getUserAgentStylesheet();
            case DARK -> new PrimerDark().getUserAgentStylesheet();
        };
    }

    /// Our part, for `Scene.getStylesheets`.
    public static List<String> stylesheets() {
        return List.of(location("tokens.css"), location("workbench.css"));
    }

    /// Class of a scene's root beside `workbench`.
    public String styleClass() {
        return switch (this) {
            case LIGHT -> "light";
            case DARK -> "dark";
        };
    }

    /// Makes Inter and JetBrains Mono known, to JavaFX and to Java2D: JFreeChart names fonts by `java.awt.Font`, and
    /// without the second registration "Inter" silently becomes "Dialog". Call before the first scene; again does no harm.
    public static void loadFonts() {
        for (String file : FONTS) {
            String path = "/com/formdev/flatlaf/fonts/" + file;
            try (InputStream forScene = open(path);
                    InputStream forCharts = open(path)) {
                Font.loadFont(forScene, 13);
                java.awt.GraphicsEnvironment.getLocalGraphicsEnvironment()
                        .registerFont(
                                java.awt.Font.createFont(java.awt.Font.TRUETYPE_FONT, forCharts));
            } catch (IOException | java.awt.FontFormatException e) {
                throw new IllegalStateException("Font " + file + " of this build is damaged", e);
            }
        }
    }

    private static InputStream open(String path) {
        return Objects.requireNonNull(Theme.class.getResourceAsStream(path), path);
    }

    private static String location(String file) {
        return Objects.requireNonNull(Theme.class.getResource(file), file).toExternalForm();
    }
}
