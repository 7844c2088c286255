package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.OutcomeLook;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Flip;
import dev.sku.protocol.SideReply;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// A side's λ: a slider whose track shows the outcome that is known at each λ, and a field for the exact value.
final class LambdaRow extends HBox {
    private static final double MOST = 1.5;
    private static final double THUMB = 8;

    private final CompareViewModel model;
    private final int index;
    private final SideModel side;
    private final Slider slider = new Slider(0, MOST, 0);
    private final TextField field = new TextField();
    private final Track track = new Track();
    private boolean fine;

    /// @param low whether there is no room for the numbers below the track
    LambdaRow(CompareViewModel model, int index, BooleanProperty low) {
        this.model = model;
        this.index = index;
        this.side = model.sides().get(index);
        getStyleClass().add("lambda-row");
        slider.setId("lambda-" + index);
        slider.setAccessibleText(text("compare.lambda"));
        slider.getStyleClass().add("lambda");
        slider.setBlockIncrement(0.05);
        field.setId("lambda-field-" + index);
        field.setAccessibleText(text("compare.lambda"));
        field.getStyleClass().add("number");
        Ui.sized(field, 62);
        side.lambdaProperty()
                .subscribe(v -> {
                    slider.setValue(v.doubleValue());
                    field.setText(words(v.doubleValue()));
                });
        slider.addEventFilter(MouseEvent.ANY, e -> fine = e.isAltDown());
        slider.valueProperty()
                .subscribe(v -> {
                    if (Math.abs(v.doubleValue() - Math.min(MOST, side.lambdaProperty().get()))
                            > 1e-9) {
                        double rounded = Math.round(v.doubleValue() * 100) / 100.0;
                        model.setLambda(index, fine ? nearestFlip(rounded) : rounded);
                    }
                });
        field.setOnAction(_ -> typed());
        field.focusedProperty()
                .subscribe(focused -> {
                    if (!focused) {
                        typed();
                    }
                });
        model.filmstrip().frames().addListener((ListChangeListener<SideReply>) _ -> track.draw());
        low.subscribe(track::low);
        refresh();
    }

    private double nearestFlip(double at) {
        return model.filmstrip().flips().stream()
                .map(Flip::middle)
                .min(java.util.Comparator.comparingDouble(f -> Math.abs(f - at)))
                .orElse(at);
    }

    private void typed() {
        try {
            model.setLambda(index, Double.parseDouble(field.getText().strip().replace(',', '.')));
        } catch (NumberFormatException _) {
            // What stood there before comes back below.
        }
        field.setText(words(side.lambdaProperty().get()));
    }

    void refresh() {
        boolean named = model.blind().namedProperty().get();
        boolean adjustable = side.isAdjustable();
        Label sign = Ui.whole(text("symbol.lambda"), "strong");
        if (!named) {
            getChildren().setAll(sign, Ui.label(text("compare.blind.lambda"), "caption"));
        } else if (adjustable) {
            StackPane both = Ui.wide(new StackPane(track, slider));
            StackPane.setAlignment(slider, javafx.geometry.Pos.TOP_CENTER);
            StackPane.setMargin(slider, new javafx.geometry.Insets(2, 0, 0, 0));
            getChildren().setAll(sign, both, field);
        } else {
            boolean base = side.offer().isBase();
            getChildren()
                    .setAll(
                            sign,
                            Ui.label(
                                    text(base ? "compare.lambda.base" : "compare.lambda.later"),
                                    "caption"));
        }
        track.draw();
    }

    private static String words(double lambda) {
        return Math.rint(lambda * 100) == lambda * 100
                ? Numbers.decimals(lambda, 2)
                : Numbers.exact(lambda);
    }

    /// Coloured pieces behind the slider with numbers below; grey where nothing is known, gaps where the class flips.
    private final class Track extends Pane {
        private static final double TOP = 7;
        private static final double THICK = 6;

        private final List<Region> pieces = new ArrayList<>();
        private final List<Label> numbers = new ArrayList<>();

        Track() {
            setMouseTransparent(true);
            setMinWidth(0);
            setMinHeight(36);
            for (int i = 0; i <= 3; i++) {
                numbers.add(
                        Ui.whole(Numbers.compact(i / 2.0).replaceAll("\\.?0+$", ""), "caption"));
            }
            numbers.getFirst().setText("0");
        }

        void low(boolean now) {
            setMinHeight(now ? 20 : 36);
            setPrefHeight(now ? 20 : 36);
            numbers.forEach(n -> n.setVisible(!now));
        }

        void draw() {
            pieces.clear();
            if (frames().isEmpty()) {
                pieces.add(Ui.styled(new Region(), "track-piece", "unknown"));
            }
            for (SideReply frame : frames()) {
                Region piece = Ui.styled(new Region(), "track-piece");
                piece.setStyle(
                        "-fx-background-color: "
                                + OutcomeLook.token(frame.verdict().outcome())
                                + ";");
                pieces.add(piece);
            }
            getChildren().setAll(pieces);
            getChildren().addAll(numbers);
            requestLayout();
        }

        private List<SideReply> frames() {
            return model.filmstrip().side() == index ? model.filmstrip().frames() : List.of();
        }

        @Override
        protected void layoutChildren() {
            double width = getWidth() - 2 * THUMB;
            List<SideReply> frames = frames();
            int n = pieces.size();
            for (int i = 0; i < n; i++) {
                double from = i == 0 ? 0 : middle(frames, i - 1);
                double to = i == n - 1 ? MOST : middle(frames, i);
                boolean last = i == n - 1;
                boolean flips =
                        !last
                                && frames.get(i).verdict().outcome()
                                        != frames.get(i + 1).verdict().outcome();
                double x = snapPositionX(THUMB + width * from / MOST);
                double end = snapPositionX(THUMB + width * to / MOST) + (flips ? -2 : last ? 0 : 1);
                pieces.get(i).resizeRelocate(x, TOP, Math.max(1, end - x), THICK);
            }
            for (int i = 0; i < numbers.size(); i++) {
                Label number = numbers.get(i);
                double w = number.prefWidth(-1);
                double x = THUMB + width * i / (numbers.size() - 1) - w / 2;
                number.resizeRelocate(x, 20, w, number.prefHeight(-1));
            }
        }

        private static double middle(List<SideReply> frames, int i) {
            return (frames.get(i).lambda() + frames.get(i + 1).lambda()) / 2;
        }
    }
}
