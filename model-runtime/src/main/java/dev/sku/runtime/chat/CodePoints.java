package dev.sku.runtime.chat;

/// A text as Python sees it: a row of code points.
final class CodePoints {
    private CodePoints() {}

    static int compare(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return java.util.Arrays.compare(left, right);
    }

    static String strip(
            String text, java.util.function.IntPredicate which, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && which.test(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (right && end > start && which.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    /// `str.capitalize`.
    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = Character.charCount(text.codePointAt(0));
        return titled(text.substring(0, first))
                + lower(text).substring(lower(text.substring(0, first)).length());
    }

    /// `str.title`: a letter behind no letter is a capital.
    static String title(String text) {
        String low = lower(text);
        if (low.length() != text.length()) {
            throw unusual();
        }
        StringBuilder out = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int n = Character.charCount(c);
            out.append(inside ? low.substring(i, i + n) : titled(text.substring(i, i + n)));
            inside = Characters.isCased(c);
            i += n;
        }
        return out.toString();
    }

    static String lower(String text) {
        return text.toLowerCase(java.util.Locale.ROOT);
    }

    static String upper(String text) {
        return text.toUpperCase(java.util.Locale.ROOT);
    }

    private static String titled(String letter) {
        int c = letter.codePointAt(0);
        int title = Character.toTitleCase(c);
        String upper = upper(letter);
        if (c > 127
                && (title == c || upper.codePointCount(0, upper.length()) > 1)
                && !upper.equals(letter)) {
            throw unusual();
        }
        return Character.toString(title);
    }

    private static TemplateFault unusual() {
        return new TemplateFault("capitals of unusual letters are not known here");
    }
}
