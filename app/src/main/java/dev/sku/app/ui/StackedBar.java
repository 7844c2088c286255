package dev.sku.app.ui;

import java.util.List;
import java.util.function.LongFunction;
import javafx.scene.layout.Region;

/// Parts of a whole side by side, each in its own colour; what goes beyond the whole makes all narrower.
public final class StackedBar extends Region {
    private final long whole;
    private final List<Share> shares;
    private final Region track = Ui.styled(new Region(), "bar-track");

    /// @param look a class that `.dot` has too
    public record Share(String words, String look, long amount) {}

    /// Parts of some memory.
    ///
    /// @param whole 0 where unknown: then the parts fill the bar
    public StackedBar(double height, long whole, List<Share> shares) {
        this(height, whole, shares, Numbers::bytes);
    }

    /// @param whole 0 where unknown: then the parts fill the bar
    /// @param words of an amount
    public StackedBar(double height, long whole, List<Share> shares, LongFunction<String> words) {
        this.whole = whole;
        this.shares = List.copyOf(shares);
        getChildren().add(track);
        for (Share share : shares) {
            getChildren().add(Ui.styled(new Region(), "bar-share", share.look()));
        }
        setMinHeight(height);
        setPrefHeight(height);
        setMaxHeight(height);
        setMaxWidth(Double.MAX_VALUE);
        setAccessibleText(
                String.join(
                        ", ",
                        shares.stream()
                                .map(s -> s.words() + " " + words.apply(s.amount()))
                                .toList()));
    }

    @Override
    protected void layoutChildren() {
        track.resizeRelocate(0, 0, getWidth(), getHeight());
        long sum = shares.stream().mapToLong(Share::amount).sum();
        double unit = getWidth() / Math.max(1, Math.max(whole, sum));
        double x = 0;
        for (int i = 0; i < shares.size(); i++) {
            double width = shares.get(i).amount() * unit;
            double from = snapPositionX(x);
            double to = snapPositionX(x + width);
            getChildren()
                    .get(i + 1)
                    .resizeRelocate(from, 0, Math.max(0, to - from - 1), getHeight());
            x += width;
        }
    }
}
