package dev.sku.app.ui;

import atlantafx.base.controls.ProgressSliderSkin;
import dev.sku.resources.Icon;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The small parts of the design system, each a few lines; all their looks are in the stylesheet.
public final class Ui {
    private Ui() {}

    public static <T extends Node> T styled(T node, String... classes) {
        node.getStyleClass().addAll(classes);
        return node;
    }

    public static Label label(String words, String... classes) {
        return styled(new Label(words), classes);
    }

    /// A label that is never shortened to dots.
    public static Label whole(String words, String... classes) {
        Label label = label(words, classes);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    /// Words that break into lines and are never cut off below.
    public static Label wrapped(String words, String... classes) {
        Label label = label(words, classes);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    public static HBox row(double gap, Node... nodes) {
        HBox row = new HBox(gap, nodes);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    public static VBox column(double gap, Node... nodes) {
        return new VBox(gap, nodes);
    }

    /// Takes the room that is left in a row or a column.
    public static Region gap() {
        return growing(new Region());
    }

    public static <T extends Node> T growing(T node) {
        HBox.setHgrow(node, Priority.ALWAYS);
        VBox.setVgrow(node, Priority.ALWAYS);
        if (node instanceof Region region) {
            region.setMinSize(0, 0);
            region.setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
        }
        return node;
    }

    public static <T extends Region> T wide(T region) {
        HBox.setHgrow(region, Priority.ALWAYS);
        region.setMinWidth(0);
        region.setMaxWidth(Double.MAX_VALUE);
        return region;
    }

    public static <T extends Region> T sized(T region, double width) {
        region.setMinWidth(width);
        region.setPrefWidth(width);
        region.setMaxWidth(width);
        return region;
    }

    public static Region dot(String role) {
        return styled(new Region(), "dot", role);
    }

    public static Region rule() {
        return styled(new Region(), "rule");
    }

    public static VBox card(Node... nodes) {
        return styled(new VBox(nodes), "card");
    }

    public static HBox cardHead(String title, Node... trailing) {
        HBox head = styled(new HBox(whole(title, "h2"), gap()), "card-head");
        head.getChildren().addAll(trailing);
        return head;
    }

    public static HBox pageHeader(String title, Node... rest) {
        HBox header = styled(new HBox(whole(title, "h1")), "page-header");
        header.getChildren().addAll(rest);
        return header;
    }

    public static Button button(
            String id, String words, Icon icon, Runnable action, String... classes) {
        Button button = styled(new Button(words, icon.node()), classes);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    /// A button without words; its name is told by tooltip and to screen readers.
    public static Button iconButton(
            String id, String name, Icon icon, Runnable action, String... classes) {
        Button button = styled(new Button(null, icon.node()), "icon-only", "ghost");
        button.getStyleClass().addAll(classes);
        button.setId(id);
        button.setAccessibleText(name);
        button.setTooltip(new Tooltip(name));
        button.setOnAction(_ -> action.run());
        return button;
    }

    public static ToggleButton chip(String id, String words) {
        ToggleButton chip = new ToggleButton(words);
        chip.getStyleClass().add("chip");
        chip.setId(id);
        chip.setMinWidth(Region.USE_PREF_SIZE);
        return chip;
    }

    public static Label badge(String words, Icon icon, String look) {
        Label badge = whole(words, "badge", look);
        badge.setGraphic(icon.node());
        return badge;
    }

    /// A slider whose track is filled up to the thumb; the field beside it holds the exact value.
    public static Slider slider(double min, double max, String... classes) {
        Slider slider = styled(new Slider(min, max, min), classes);
        slider.setSkin(new ProgressSliderSkin(slider));
        return wide(slider);
    }

    public static Label keys(String shortcut) {
        return whole(shortcut, "kbd");
    }

    /// Columns by percentage of the width.
    public static GridPane grid(double gap, double... percents) {
        GridPane grid = new GridPane(gap, gap);
        for (double percent : percents) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(percent);
            column.setMinWidth(0);
            column.setHgrow(Priority.ALWAYS);
            grid.getColumnConstraints().add(column);
        }
        return grid;
    }

    /// A page that is taller than its window scrolls; it never scrolls sideways.
    public static ScrollPane scrolling(Region content) {
        ScrollPane scroll = styled(new ScrollPane(content), "page-scroll");
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        // JavaFX keeps what scrolls as one picture, and paints all of it again for each word that
        // changes.
        scroll.skinProperty()
                .subscribe(_ -> {
                    Node viewport = scroll.lookup(".viewport");
                    if (viewport != null) {
                        viewport.setCache(false);
                    }
                });
        return growing(scroll);
    }

    /// One sentence and one way on, where there is nothing to show.
    public static VBox empty(Icon icon, String title, String sentence, Node... ways) {
        VBox box = styled(new VBox(icon.node(), whole(title, "h2")), "empty");
        Label words = wrapped(sentence, "muted");
        words.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
        words.setAlignment(Pos.CENTER);
        words.setMaxWidth(460);
        words.managedProperty().bind(words.textProperty().isNotEmpty());
        box.getChildren().add(words);
        box.getChildren().addAll(ways);
        return growing(box);
    }
}
