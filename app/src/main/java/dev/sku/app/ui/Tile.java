package dev.sku.app.ui;

import dev.sku.charts.Sparkline;
import dev.sku.resources.Tokens;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// One measured number: its name, value and unit, how it compares with the base, and its interval and n.
public final class Tile extends VBox {
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
    private static final List<String> TONES = List.of("good", "warn", "muted");

    private final Label value = Ui.whole("–", "value");
    private final Label unit = Ui.whole("", "value-unit");
    private final Label comparison = Ui.wrapped("", "small", "muted");
    private final Label detail = Ui.wrapped("", "caption");
    private final Sparkline course;

    public Tile(String id, String name, Tokens tokens, String token) {
        setId(id);
        getStyleClass().add("tile");
        setMinWidth(0);
        course = new Sparkline(tokens, token);
        HBox number = Ui.row(4, value, unit);
        number.setAlignment(Pos.BASELINE_LEFT);
        HBox top = Ui.row(8, number, Ui.gap(), course);
        top.setMinHeight(30);
        getChildren().addAll(Ui.wrapped(name, "name"), top, comparison, detail);
    }

    public void show(TileReading reading) {
        value.setText(reading.value());
        value.pseudoClassStateChanged(STALE, reading.stale());
        unit.setText(reading.unit());
        comparison.setText(reading.comparison());
        if (!comparison.getStyleClass().contains(reading.tone().styleClass())) {
            comparison.getStyleClass().removeAll(TONES);
            comparison.getStyleClass().add(reading.tone().styleClass());
        }
        detail.setText(reading.detail());
        course.show(reading.course());
        setAccessibleText(
                String.join(
                        " ",
                        reading.value(),
                        reading.unit(),
                        reading.comparison(),
                        reading.detail()));
    }

    public void restyle(Tokens tokens) {
        course.restyle(tokens);
    }
}
