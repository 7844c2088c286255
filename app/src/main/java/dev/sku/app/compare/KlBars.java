package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.TokenDifference;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// KL of each token of a text as bars, a place on the axis each.
final class KlBars extends VBox {
    private final TokensModel tokens;
    private final Plot plot = new Plot();
    private final Label mean = Ui.whole("", "small", "subtle");

    KlBars(TokensModel tokens) {
        this.tokens = tokens;
        getStyleClass().add("card");
        setMinHeight(170);
        setMaxHeight(460);
        getChildren()
                .addAll(
                        Ui.cardHead(
                                text("tokens.bars"),
                                Ui.label(text("tokens.bars.note"), "small", "subtle"),
                                mean),
                        Ui.growing(plot));
        tokens.tokens().addListener((ListChangeListener<TokenDifference>) _ -> draw());
        tokens.chosenProperty().subscribe(_ -> draw());
    }

    private void draw() {
        List<TokenDifference> all = tokens.tokens();
        double sum = all.stream().mapToDouble(TokenDifference::divergence).sum();
        mean.setText(
                all.isEmpty()
                        ? ""
                        : text(
                                "tokens.mean",
                                Numbers.decimals(sum / all.size(), 2),
                                Numbers.whole(all.size())));
        plot.draw(all);
    }

    private final class Plot extends Pane {
        private static final double LEFT = 34;
        private static final double BOTTOM = 18;

        void draw(List<TokenDifference> all) {
            getChildren().clear();
            for (int i = 0; i < all.size(); i++) {
                Region bar = Ui.styled(new Region(), "kl-bar");
                int place = i;
                bar.pseudoClassStateChanged(Keyed.ACTIVE, i == tokens.chosenProperty().get());
                bar.setOnMouseClicked(_ -> tokens.chosenProperty().set(place));
                getChildren().add(bar);
            }
            double top = top();
            for (int i = 0; i <= 2; i++) {
                getChildren().add(Ui.whole(Numbers.decimals(top * i / 2, 1), "caption"));
            }
            for (int place = 1; place <= all.size(); place += step(all.size())) {
                getChildren().add(Ui.whole(String.valueOf(place), "caption"));
            }
            requestLayout();
        }

        private static int step(int n) {
            return Math.max(1, n / 8);
        }

        private double top() {
            return Math.max(
                    0.1,
                    tokens.tokens().stream()
                            .mapToDouble(TokenDifference::divergence)
                            .max()
                            .orElse(0));
        }

        @Override
        protected void layoutChildren() {
            int n = tokens.tokens().size();
            if (n == 0 || getChildren().size() < n) {
                return;
            }
            double width = (getWidth() - LEFT) / n;
            double height = getHeight() - BOTTOM;
            for (int i = 0; i < n; i++) {
                double h = Math.max(1, height * tokens.tokens().get(i).divergence() / top());
                getChildren()
                        .get(i)
                        .resizeRelocate(
                                LEFT + i * width, height - h, Math.clamp(width - 2, 1, 28), h);
            }
            for (int i = 0; i <= 2; i++) {
                place(n + i, 0, Math.max(0, height - height * i / 2 - 8));
            }
            int label = n + 3;
            for (int p = 1; p <= n; p += step(n)) {
                place(label++, LEFT + (p - 1) * width, height + 2);
            }
        }

        private void place(int child, double x, double y) {
            if (child < getChildren().size()) {
                var node = getChildren().get(child);
                node.resizeRelocate(x, y, node.prefWidth(-1), node.prefHeight(-1));
            }
        }
    }
}
