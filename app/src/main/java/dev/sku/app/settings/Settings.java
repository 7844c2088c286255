package dev.sku.app.settings;

import dev.sku.protocol.Later;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a person prefers, and how they left the window.
///
/// @param hideHarmful blurs harmful replies until they are asked for
/// @param workspace the last one that was open; null before the first
/// @param recent workspaces that were open before, the newest first; null before the first
/// @param pages how each page was left; null before the first
/// @param work what runs and measurements begin with
public record Settings(
        Look theme,
        boolean hideHarmful,
        @Nullable String workspace,
        double width,
        double height,
        boolean logOpen,
        @Nullable List<String> recent,
        @Nullable Map<String, String> pages,
        @Later Work work) {
    public static final Settings DEFAULT = new Settings(Look.SYSTEM, true, null, 1440, 900, false);
    private static final int MOST_RECENT = 8;

    /// Which theme is worn.
    public enum Look {
        SYSTEM,
        LIGHT,
        DARK
    }

    public Settings {
        recent = recent == null ? List.of() : List.copyOf(recent);
        pages = pages == null ? Map.of() : Map.copyOf(pages);
        work = Objects.requireNonNullElse(work, Work.USUAL);
    }

    /// A window that was never left.
    public Settings(
            Look theme,
            boolean hideHarmful,
            @Nullable String workspace,
            double width,
            double height,
            boolean logOpen) {
        this(theme, hideHarmful, workspace, width, height, logOpen, null, null, Work.USUAL);
    }

    public List<String> recentWorkspaces() {
        return recent == null ? List.of() : recent;
    }

    public Map<String, String> pageStates() {
        return pages == null ? Map.of() : pages;
    }

    public Settings withTheme(Look look) {
        return new Settings(
                look, hideHarmful, workspace, width, height, logOpen, recent, pages, work);
    }

    public Settings withHideHarmful(boolean hide) {
        return new Settings(theme, hide, workspace, width, height, logOpen, recent, pages, work);
    }

    /// The one that is open now, at the head of those that were.
    public Settings withWorkspace(String folder) {
        List<String> next = new ArrayList<>(List.of(folder));
        recentWorkspaces().stream()
                .filter(f -> !f.equals(folder))
                .limit(MOST_RECENT - 1)
                .forEach(next::add);
        return new Settings(theme, hideHarmful, folder, width, height, logOpen, next, pages, work);
    }

    public Settings withWindow(double w, double h, boolean log) {
        return new Settings(theme, hideHarmful, workspace, w, h, log, recent, pages, work);
    }

    public Settings withPages(Map<String, String> states) {
        return new Settings(
                theme, hideHarmful, workspace, width, height, logOpen, recent, states, work);
    }

    public Settings withWork(Work other) {
        return new Settings(
                theme, hideHarmful, workspace, width, height, logOpen, recent, pages, other);
    }
}
