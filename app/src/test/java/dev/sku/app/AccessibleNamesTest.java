package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.compare.CompareView;
import dev.sku.app.link.RecordedLink;
import dev.sku.app.settings.Settings;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.shell.Place;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.RunFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every control of the frame and its pages can be told by its name: a screen reader has something to say.
@Timeout(120)
class AccessibleNamesTest {
    @Test
    void everyControlThatCanBeFocusedHasAName(@TempDir Path folder) throws Exception {
        Path workspace = folder.resolve("workspace");
        RunFolder run =
                DemonstrationRuns.finished(workspace.resolve("runs"), "a", folder, Instant.now());
        DemonstrationRuns.failed(workspace.resolve("runs"), "f", folder, Instant.now());
        Workbench.Places places =
                new Workbench.Places(
                        workspace,
                        folder,
                        folder.resolve("sku"),
                        new SettingsFile(folder.resolve("settings.json")));
        Set<String> nameless = new TreeSet<>();
        try (TestWindow window =
                new TestWindow(
                        places,
                        new RecordedLink(workspace, run),
                        new Settings(Settings.Look.LIGHT, true, null, 1300, 800, true))) {
            window.until("the runs", () -> window.workbench().runs().all().size() == 2);
            for (Place place : Place.values()) {
                window.robot.interact(() -> {
                    window.workbench().shell().go(place);
                    look(window.workbench(), place.name(), nameless);
                });
            }
            window.until("sides", () -> !window.workbench().compare().sides().isEmpty());
            for (CompareView.Sheet sheet : CompareView.Sheet.values()) {
                window.robot.interact(() -> {
                    window.workbench().shell().go(Place.COMPARE);
                    window.workbench().compareView().open(sheet);
                    look(window.workbench(), "COMPARE " + sheet, nameless);
                });
            }
        }
        assertThat(nameless).isEmpty();
    }

    private static void look(Workbench workbench, String place, Set<String> nameless) {
        Parent root = workbench.view().root();
        root.applyCss();
        root.layout();
        look(root, place, nameless);
    }

    private static void look(Node node, String place, Set<String> nameless) {
        if (!node.isVisible()) {
            return;
        }
        boolean silent =
                node instanceof Control
                        && node.isFocusTraversable()
                        && !(node instanceof ScrollPane)
                        && named(node).isBlank();
        if (silent) {
            nameless.add(
                    place
                            + " "
                            + node.getId()
                            + " "
                            + node.getClass().getSimpleName()
                            + " "
                            + node.getStyleClass()
                            + " in "
                            + owner(node));
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> look(child, place, nameless));
        }
    }

    private static String named(Node node) {
        String text = node.getAccessibleText();
        if (text == null && node instanceof Labeled labeled) {
            text = labeled.getText();
        }
        if (text == null) {
            text = labelOf(node);
        }
        return text == null ? "" : text;
    }

    /// Words of the label that says it is for this control.
    private static String labelOf(Node node) {
        for (Node at = node.getParent(); at instanceof Parent parent; at = at.getParent()) {
            for (Node sibling : parent.getChildrenUnmodifiable()) {
                if (sibling instanceof Label label && node.equals(label.getLabelFor())) {
                    return label.getText();
                }
            }
        }
        return "";
    }

    private static String owner(Node node) {
        for (Node at = node.getParent(); at != null; at = at.getParent()) {
            if (at.getId() != null) {
                return at.getId() + " " + at.getClass().getSimpleName();
            }
        }
        return List.of().toString();
    }
}
