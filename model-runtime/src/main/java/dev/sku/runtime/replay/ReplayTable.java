package dev.sku.runtime.replay;

import dev.sku.runtime.replay.Deviations.Quantity;
import dev.sku.runtime.replay.Deviations.Worst;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Deviations as text: a line a model or run, a column a quantity; `!` where a tolerance is exceeded.
public final class ReplayTable {
    private static final int COLUMN = 11;

    private ReplayTable() {}

    public static List<String> lines(Deviations deviations) {
        int width =
                deviations.bySubject().keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(pad("", width));
        for (Quantity quantity : Quantity.values()) {
            head.append("  ").append(right(quantity.title()));
        }
        lines.add(head.toString());
        Map<Quantity, Worst> worst = new EnumMap<>(Quantity.class);
        deviations
                .bySubject()
                .forEach((subject, found) -> {
                    StringBuilder line = new StringBuilder(pad(subject, width));
                    for (Quantity quantity : Quantity.values()) {
                        Worst cell = found.get(quantity);
                        line.append("  ").append(right(cell == null ? "" : text(cell)));
                        if (cell != null) {
                            worst.merge(
                                    quantity,
                                    cell,
                                    (a, b) -> b.deviation() > a.deviation() ? b : a);
                        }
                    }
                    lines.add(line.toString().stripTrailing());
                });
        StringBuilder last = new StringBuilder(pad("largest", width));
        for (Quantity quantity : Quantity.values()) {
            Worst cell = worst.get(quantity);
            last.append("  ").append(right(cell == null ? "" : text(cell)));
        }
        lines.add(last.toString().stripTrailing());
        return lines;
    }

    private static String text(Worst cell) {
        String number = cell.deviation() == 0 ? "0" : "%.1e".formatted(cell.deviation());
        return number + (cell.isExceeded() ? "!" : "");
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String right(String text) {
        return " ".repeat(Math.max(0, COLUMN - text.length())) + text;
    }
}
