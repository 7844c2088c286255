package dev.sku.app.settings;

import org.jspecify.annotations.Nullable;

/// What a person prefers.
///
/// @param hideHarmful blurs harmful replies until they are asked for
/// @param workspace the last one that was open; null before the first
public record Settings(
        Look theme,
        boolean hideHarmful,
        @Nullable String workspace,
        double width,
        double height,
        boolean logOpen) {
    public static final Settings DEFAULT = new Settings(Look.SYSTEM, true, null, 1440, 900, false);

    /// Which theme is worn.
    public enum Look {
        SYSTEM,
        LIGHT,
        DARK
    }

    public Settings withTheme(Look look) {
        return new Settings(look, hideHarmful, workspace, width, height, logOpen);
    }

    public Settings withHideHarmful(boolean hide) {
        return new Settings(theme, hide, workspace, width, height, logOpen);
    }

    public Settings withWorkspace(String folder) {
        return new Settings(theme, hideHarmful, folder, width, height, logOpen);
    }

    public Settings withWindow(double w, double h, boolean log) {
        return new Settings(theme, hideHarmful, workspace, w, h, log);
    }
}
