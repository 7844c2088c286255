package dev.sku.app.configure;

import dev.sku.app.ui.Numbers;
import java.math.BigDecimal;
import java.util.OptionalDouble;

/// Numbers as they stand in fields, moved by steps that suit their size.
final class NumberStep {
    private NumberStep() {}

    static OptionalDouble value(String words) {
        try {
            return OptionalDouble.of(Double.parseDouble(words.strip().replace('−', '-')));
        } catch (NumberFormatException _) {
            return OptionalDouble.empty();
        }
    }

    static String plain(double v) {
        return Numbers.exact(v);
    }

    /// Moves a number by steps of its last written digit: 60 by 1, 0.5 by 0.1, 1.5e-3 by 1e-4. Never below zero.
    static String step(String words, int steps) {
        if (value(words).isEmpty()) {
            return words;
        }
        BigDecimal number = new BigDecimal(words.strip().replace('−', '-'));
        BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(-Math.max(0, number.scale()));
        BigDecimal moved = number.add(unit.multiply(BigDecimal.valueOf(steps)));
        return plain(moved.max(BigDecimal.ZERO).doubleValue());
    }
}
