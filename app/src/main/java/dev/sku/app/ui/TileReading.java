package dev.sku.app.ui;

import java.util.List;

/// What a tile shows.
///
/// @param comparison with the base
/// @param detail interval and n, or where the number comes from
/// @param course earlier values, oldest first
/// @param stale the value is an older one and a new one is on its way
public record TileReading(
        String value,
        String unit,
        String comparison,
        Tone tone,
        String detail,
        List<Double> course,
        boolean stale) {
    /// Colour only where the direction is surely good or bad.
    public enum Tone {
        GOOD("good"),
        WARNING("warn"),
        NEUTRAL("muted");

        private final String styleClass;

        Tone(String styleClass) {
            this.styleClass = styleClass;
        }

        public String styleClass() {
            return styleClass;
        }
    }

    public static TileReading none(String comparison, String detail) {
        return new TileReading("–", "", comparison, Tone.NEUTRAL, detail, List.of(), false);
    }
}
