package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// How many prompts of a list first change their class between which λ: a bar as wide as the step between two of them.
final class FlipChart extends VBox {
    private final BatchModel.Flips flips;

    FlipChart(BatchModel.Flips flips) {
        this.flips = flips;
        setSpacing(6);
        setId("flips-chart");
        Label summary = Ui.label(words(flips), "small", "muted");
        summary.setId("flips-summary");
        getChildren()
                .addAll(
                        Ui.row(10, Ui.whole(text("flips.title"), "strong"), Ui.gap(), summary),
                        new Plot());
        setAccessibleText(words(flips));
    }

    static String words(BatchModel.Flips flips) {
        int of = flips.flipped() + flips.unchanged();
        return flips.flipped() == 0
                ? text("flips.summary.none", of)
                : text(
                        "flips.summary",
                        flips.flipped(),
                        of,
                        Numbers.exact(flips.bins().getLast().above()),
                        Numbers.exact(flips.median()));
    }

    /// Bars over an axis of λ, with counts above and at the left.
    private final class Plot extends Pane {
        private static final double LEFT = 34;
        private static final double RIGHT = 20;
        private static final double TOP = 18;
        private static final double BOTTOM = 36;

        private final List<Label> lambdas = new ArrayList<>();
        private final List<Region> bars = new ArrayList<>();
        private final List<Label> counts = new ArrayList<>();
        private final Region axis = Ui.rule();
        private final Label below = Ui.whole(text("flips.axis"), "caption");
        private final int most;

        Plot() {
            setPrefHeight(150);
            setMinHeight(150);
            setMinWidth(0);
            setMaxWidth(1200);
            most =
                    Math.max(
                            1,
                            flips.bins().stream()
                                    .mapToInt(BatchModel.Bin::prompts)
                                    .max()
                                    .orElse(1));
            lambdas.add(tick(flips.bins().getFirst().below()));
            for (BatchModel.Bin bin : flips.bins()) {
                lambdas.add(tick(bin.above()));
                Region bar = Ui.styled(new Region(), "kl-bar");
                bar.setVisible(bin.prompts() > 0);
                bars.add(bar);
                Label count = Ui.whole(String.valueOf(bin.prompts()), "caption");
                count.setId("flips-" + Math.round(bin.above() * 10));
                count.setAlignment(Pos.CENTER);
                counts.add(count);
            }
            getChildren().add(axis);
            getChildren().addAll(bars);
            getChildren().addAll(counts);
            getChildren().addAll(lambdas);
            getChildren().add(below);
        }

        private static Label tick(double lambda) {
            return Ui.whole(Numbers.decimals(lambda, 1), "caption");
        }

        @Override
        protected void layoutChildren() {
            double floor = getHeight() - BOTTOM;
            axis.resizeRelocate(LEFT, floor, getWidth() - LEFT - RIGHT, 1);
            center(lambdas.getFirst(), x(flips.bins().getFirst().below()), floor + 4);
            for (int i = 0; i < bars.size(); i++) {
                BatchModel.Bin bin = flips.bins().get(i);
                double from = x(bin.below()) + 2;
                double to = x(bin.above()) - 2;
                double h = (floor - TOP) * bin.prompts() / most;
                bars.get(i).resizeRelocate(from, floor - h, to - from, h);
                center(counts.get(i), (from + to) / 2, floor - h - 16);
                center(lambdas.get(i + 1), x(bin.above()), floor + 4);
            }
            center(below, (LEFT + getWidth() - RIGHT) / 2, floor + 20);
        }

        private double x(double lambda) {
            return snapPositionX(
                    LEFT + (getWidth() - LEFT - RIGHT) * lambda / flips.bins().getLast().above());
        }

        private static void center(Label label, double x, double y) {
            double w = label.prefWidth(-1);
            label.resizeRelocate(Math.rint(x - w / 2), y, w, label.prefHeight(-1));
        }
    }
}
