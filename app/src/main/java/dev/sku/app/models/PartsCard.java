package dev.sku.app.models;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.StackedBar;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Finding;
import java.util.List;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Where a model's parameters are: what an adapter or a choice of layers can reach.
final class PartsCard extends VBox {
    private static final double BAR = 12;

    PartsCard(ModelDetailsViewModel model) {
        getStyleClass().add("card");
        setId("model-parts");
        model.detailsProperty().subscribe(this::show);
    }

    private void show(Finding.@Nullable Details found) {
        getChildren().setAll(Ui.label(text("models.parts"), "h2"));
        List<Finding.Part> parts = found == null ? List.of() : found.parts();
        long all = parts.stream().mapToLong(Finding.Part::parameters).sum();
        FlowPane legend = new FlowPane(18, 4);
        for (Finding.Part part : parts) {
            legend.getChildren()
                    .add(
                            Ui.row(
                                    7,
                                    Ui.dot(look(part)),
                                    Ui.whole(words(part), "small"),
                                    Ui.whole(millions(part), "mono"),
                                    Ui.whole(
                                            text(
                                                    "percent",
                                                    Numbers.percent(
                                                            (double) part.parameters() / all)),
                                            "caption")));
        }
        getChildren().addAll(bar(parts, all), legend);
    }

    private static StackedBar bar(List<Finding.Part> parts, long all) {
        return new StackedBar(
                BAR,
                all,
                parts.stream()
                        .map(p -> new StackedBar.Share(words(p), look(p), p.parameters()))
                        .toList(),
                Numbers::whole);
    }

    private static String words(Finding.Part part) {
        return text("models.part", part.of());
    }

    private static String millions(Finding.Part part) {
        return text("models.millions", Numbers.compact(part.parameters() / 1e6));
    }

    private static String look(Finding.Part part) {
        return switch (part.of()) {
            case EMBEDDING -> "cat-3";
            case ATTENTION -> "cat-1";
            case FEED_FORWARD -> "cat-2";
            case NORM -> "cat-6";
            case HEAD -> "cat-8";
        };
    }
}
