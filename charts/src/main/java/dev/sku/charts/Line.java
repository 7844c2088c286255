package dev.sku.charts;

import org.jspecify.annotations.Nullable;

/// How one series of a line chart is called and coloured.
///
/// @param token colour of the line in `tokens.css`
/// @param textToken the same colour, dark or light enough for small text
/// @param beside what else it is laid over; null for a line of the chart's own
public record Line(
        String name, String token, String textToken, double width, @Nullable Beside beside) {
    /// The same quantity from elsewhere: drawn dashed and smoothed only, without a value at its end.
    ///
    /// @param line the chart's own line for that quantity
    /// @param source where it comes from, in words
    public record Beside(int line, String source) {}

    public Line(String name, String token, String textToken, double width) {
        this(name, token, textToken, width, null);
    }

    Line called(String other) {
        return new Line(other, token, textToken, width, beside);
    }

    boolean isBeside() {
        return beside != null;
    }
}
