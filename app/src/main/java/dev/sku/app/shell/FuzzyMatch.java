package dev.sku.app.shell;

import java.util.Locale;

/// How well typed letters fit a name: all of them, in order, best at the beginnings of words.
final class FuzzyMatch {
    private FuzzyMatch() {}

    /// 0 where the letters are not in the name in this order; 1 for an empty query.
    static int score(String query, String name) {
        String q = query.strip().toLowerCase(Locale.ROOT);
        String n = name.toLowerCase(Locale.ROOT);
        if (q.isEmpty()) {
            return 1;
        }
        int at = n.indexOf(q);
        if (at >= 0) {
            return 10_000 - 10 * at - n.length() + (startsWord(n, at) ? 1_000 : 0);
        }
        int score = 1_000 - n.length();
        int from = 0;
        int before = -2;
        for (char c : q.replace(" ", "").toCharArray()) {
            int found = n.indexOf(c, from);
            if (found < 0) {
                return 0;
            }
            score += startsWord(n, found) ? 20 : found == before + 1 ? 10 : -5;
            before = found;
            from = found + 1;
        }
        return Math.max(1, score);
    }

    private static boolean startsWord(String name, int at) {
        return at == 0 || !Character.isLetterOrDigit(name.charAt(at - 1));
    }
}
