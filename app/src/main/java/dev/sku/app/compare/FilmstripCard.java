package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.OutcomeLook;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Flip;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.SideReply;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.effect.GaussianBlur;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The same prompt and seed at eight λ, each a frame that sets the slider when it is clicked.
final class FilmstripCard extends VBox {
    private final CompareViewModel model;
    private final HBox frames = new HBox(9);
    private final Label flips = Ui.label("", "small", "muted");
    private final BooleanProperty low;

    /// @param low whether there is little height: one line a frame then
    FilmstripCard(CompareViewModel model, BooleanProperty low) {
        this.model = model;
        this.low = low;
        setSpacing(8);
        setId("filmstrip");
        setMinHeight(USE_PREF_SIZE);
        flips.setMinWidth(0);
        HBox head =
                Ui.row(
                        8,
                        Ui.whole(text("compare.filmstrip"), "h2"),
                        Ui.label(text("compare.filmstrip.note"), "small", "subtle"),
                        Ui.gap(),
                        flips);
        head.visibleProperty().bind(low.not());
        head.managedProperty().bind(head.visibleProperty());
        getChildren().addAll(head, frames);
        visibleProperty().bind(model.alongLambdaProperty());
        managedProperty().bind(visibleProperty());
        model.filmstrip().frames().addListener((ListChangeListener<SideReply>) _ -> draw());
        model.hideHarmfulProperty().subscribe(_ -> draw());
        low.subscribe(_ -> draw());
        model.blind().namedProperty().subscribe(_ -> draw());
    }

    private void draw() {
        Filmstrip strip = model.filmstrip();
        boolean named = model.blind().namedProperty().get();
        frames.getChildren().clear();
        flips.setText(named ? words(strip.flips()) : "");
        double now =
                strip.side() < model.sides().size()
                        ? model.sides().get(strip.side()).lambdaProperty().get()
                        : Double.NaN;
        for (double lambda : Filmstrip.LAMBDAS) {
            Optional<SideReply> reply =
                    strip.frames().stream().filter(f -> f.lambda() == lambda).findFirst();
            boolean flip = strip.flips().stream().anyMatch(f -> f.above() == lambda);
            frames.getChildren()
                    .add(frame(lambda, named ? reply : Optional.empty(), flip && named, now));
        }
    }

    private static String words(List<Flip> flips) {
        return flips.stream()
                .map(f ->
                        text(
                                "compare.flip",
                                OutcomeLook.words(f.from()),
                                OutcomeLook.words(f.to()),
                                Numbers.decimals(f.below(), 1),
                                Numbers.decimals(f.above(), 1)))
                .collect(Collectors.joining(", "));
    }

    private Button frame(double lambda, Optional<SideReply> reply, boolean flip, double now) {
        HBox head =
                Ui.row(
                        4,
                        Ui.whole(
                                text("compare.frame", Numbers.decimals(lambda, 1)),
                                "frame-lambda"));
        if (flip) {
            head.getChildren().add(Ui.whole(text("compare.flips"), "flip"));
        }
        head.getChildren().add(Ui.gap());
        reply.ifPresent(r -> head.getChildren().add(OutcomeLook.mark(r.verdict().outcome())));
        VBox content = new VBox(5, head);
        if (!low.get()) {
            Label words = Ui.label(reply.map(r -> r.text().strip()).orElse(""), "caption");
            words.setWrapText(true);
            words.setAlignment(javafx.geometry.Pos.TOP_LEFT);
            words.setMinHeight(64);
            words.setPrefHeight(64);
            words.setMaxHeight(64);
            if (model.hideHarmfulProperty().get()
                    && reply.filter(r -> r.verdict().outcome() == Outcome.HARMFUL).isPresent()) {
                words.setEffect(new GaussianBlur(8));
                words.setAccessibleText(text("samples.hidden"));
            }
            content.getChildren().add(words);
        }
        Button frame = Ui.styled(new Button(null, content), "frame");
        frame.setId("frame-" + Math.round(lambda * 10));
        frame.setAccessibleText(text("compare.frame", Numbers.decimals(lambda, 1)));
        frame.setMinWidth(0);
        frame.setPrefWidth(100);
        frame.setMaxWidth(Double.MAX_VALUE);
        content.prefWidthProperty().bind(frame.widthProperty().subtract(18));
        content.setMinWidth(0);
        HBox.setHgrow(frame, Priority.ALWAYS);
        frame.pseudoClassStateChanged(Keyed.ACTIVE, Math.abs(now - lambda) < 1e-9);
        frame.setOnAction(_ -> {
            model.setLambda(model.filmstrip().side(), lambda);
            draw();
        });
        return frame;
    }
}
