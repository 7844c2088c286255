package dev.sku.app;

import dev.sku.app.settings.Settings;
import dev.sku.app.settings.SettingsViewModel;
import dev.sku.app.shell.ShellView;
import dev.sku.resources.Theme;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.util.Subscription;

/// The theme that the window wears: the person's choice, or the desktop's.
record Appearance(SettingsViewModel preferences) {
    Theme theme() {
        return switch (preferences.themeProperty().get()) {
            case LIGHT -> Theme.LIGHT;
            case DARK -> Theme.DARK;
            case SYSTEM ->
                    Platform.getPreferences().getColorScheme() == ColorScheme.DARK
                            ? Theme.DARK
                            : Theme.LIGHT;
        };
    }

    void switchOver() {
        preferences
                .themeProperty()
                .set(theme() == Theme.DARK ? Settings.Look.LIGHT : Settings.Look.DARK);
    }

    /// Dresses the window now and whenever the choice or the desktop's theme changes, until the subscription ends: the desktop's
    /// settings outlive every window.
    Subscription dress(ShellView view) {
        return preferences
                .themeProperty()
                .subscribe(_ -> wear(view))
                .and(
                        Platform.getPreferences()
                                .colorSchemeProperty()
                                .subscribe((_, _) -> wear(view)));
    }

    private void wear(ShellView view) {
        Application.setUserAgentStylesheet(theme().userAgentStylesheet());
        view.restyle(theme());
    }
}
