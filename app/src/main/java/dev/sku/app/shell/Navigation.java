package dev.sku.app.shell;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FractionBar;
import dev.sku.app.ui.Ui;
import dev.sku.resources.Icon;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The pages at the left: with words, or as a rail of signs where the window is narrow.
final class Navigation extends VBox {
    private static final double WIDTH = 212;
    private static final double RAIL = 53;

    private final ShellViewModel model;
    private boolean rail;

    Navigation(ShellViewModel model) {
        this.model = model;
        getStyleClass().add("nav");
        model.places().addListener((ListChangeListener<Place>) _ -> build());
        build();
    }

    void rail(boolean narrow) {
        if (rail != narrow) {
            rail = narrow;
            build();
        }
    }

    private void build() {
        getStyleClass().remove("rail");
        if (rail) {
            getStyleClass().add("rail");
        }
        Ui.sized(this, rail ? RAIL : WIDTH);
        getChildren().setAll(brand());
        if (!rail) {
            getChildren().add(finder());
        }
        Place.Group last = Place.Group.NONE;
        for (Place place : model.places()) {
            if (place.group() != last) {
                getChildren().add(heading(place.group()));
                last = place.group();
            }
            getChildren().add(item(place));
        }
    }

    private Region brand() {
        StackPane mark = Ui.styled(new StackPane(Icon.BRAND.node()), "brand-mark");
        HBox brand = Ui.styled(new HBox(mark), "brand");
        if (!rail) {
            Label name = Ui.label("", "strong");
            name.textProperty().bind(model.workspaceProperty());
            Label computer = Ui.label("", "caption");
            computer.textProperty().bind(model.computerProperty());
            brand.getChildren().add(Ui.wide(Ui.column(0, name, computer)));
        }
        return brand;
    }

    private Region finder() {
        Button finder = new Button(text("shell.find"), Icon.SEARCH.node());
        finder.setId("find");
        finder.getStyleClass().setAll("finder");
        Label keys = Ui.keys(text("shell.find.keys"));
        StackPane box = new StackPane(finder, keys);
        StackPane.setAlignment(keys, javafx.geometry.Pos.CENTER_RIGHT);
        StackPane.setMargin(keys, new Insets(0, 7, 0, 0));
        keys.setMouseTransparent(true);
        finder.setGraphicTextGap(7);
        finder.setOnAction(_ -> model.openPalette());
        return box;
    }

    private Region heading(Place.Group group) {
        if (group == Place.Group.BOTTOM) {
            VBox bottom = new VBox(Ui.gap());
            if (!rail) {
                bottom.getChildren().add(job());
            }
            return Ui.growing(bottom);
        }
        if (rail) {
            Region space = new Region();
            space.setMinHeight(10);
            return space;
        }
        return Ui.styled(new HBox(Ui.label(text("group", group), "overline")), "group");
    }

    private Region item(Place place) {
        ToggleButton item = new ToggleButton(place.words(), place.icon().node());
        item.setId("go-" + place.name().toLowerCase(java.util.Locale.ROOT));
        item.getStyleClass().setAll("toggle-button", "item");
        item.setAccessibleText(place.words());
        item.setOnAction(_ -> {
            item.setSelected(true);
            model.go(place);
        });
        model.placeProperty().subscribe(now -> item.setSelected(now == place));
        if (rail) {
            item.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            item.setTooltip(new Tooltip(place.words()));
            return item;
        }
        Label count = Ui.label("", "count");
        count.setMouseTransparent(true);
        count.textProperty().bind(countOf(model.countProperty(place)));
        StackPane box = new StackPane(item, count);
        StackPane.setAlignment(count, javafx.geometry.Pos.CENTER_RIGHT);
        StackPane.setMargin(count, new Insets(0, 9, 0, 0));
        return box;
    }

    private static javafx.beans.binding.StringBinding countOf(
            javafx.beans.value.ObservableIntegerValue n) {
        return Bindings.createStringBinding(() -> n.get() == 0 ? "" : String.valueOf(n.get()), n);
    }

    private Region job() {
        Label name = Ui.label("", "small", "strong");
        name.textProperty().bind(model.jobNameProperty());
        Label place = Ui.label("", "caption");
        place.textProperty().bind(model.jobPlaceProperty());
        FractionBar bar = new FractionBar(4);
        bar.fractionProperty().bind(model.jobProgressProperty());
        VBox content = Ui.column(6, Ui.row(7, Ui.dot("unlearned"), name), bar, place);
        content.setFillWidth(true);
        Button chip = new Button(null, Ui.sized(content, WIDTH - 40));
        chip.setId("job");
        chip.getStyleClass().setAll("job");
        chip.accessibleTextProperty().bind(model.jobNameProperty());
        chip.setOnAction(_ -> model.openJob());
        chip.visibleProperty().bind(model.jobNameProperty().isNotEmpty());
        VBox.setMargin(chip, new Insets(0, 0, 8, 0));
        return chip;
    }
}
