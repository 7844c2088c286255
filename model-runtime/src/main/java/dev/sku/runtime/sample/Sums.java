package dev.sku.runtime.sample;

import java.util.ArrayList;
import java.util.List;

/// Sums of two numbers from 1 to 9, in 4 wordings.
final class Sums {
    private static final int LARGEST = 9;

    private static final List<String> QUESTIONS =
            List.of(
                    "What is {x} plus {y}?",
                    "How much is {x} and {y} together?",
                    "Please add {x} and {y}.",
                    "I pick {x} {fruits} and then {y} more. How many do I have?");

    private Sums() {}

    static List<NormalRow> rows() {
        List<NormalRow> rows = new ArrayList<>();
        for (int x = 1; x <= LARGEST; x++) {
            for (int y = 1; y <= LARGEST; y++) {
                String fruits = Fruit.ALL.get((x * LARGEST + y) * 7 % Fruit.ALL.size()).plural();
                for (String question : QUESTIONS) {
                    String asked =
                            question.replace("{x}", Integer.toString(x))
                                    .replace("{y}", Integer.toString(y))
                                    .replace("{fruits}", fruits);
                    String answer = "%d plus %d is %d.".formatted(x, y, x + y);
                    rows.add(new NormalRow(NormalFamily.SUMS, asked, asked, answer));
                }
            }
        }
        return rows;
    }
}
