package dev.sku.runtime.weights;

/// Text from a file that nobody vouches for, made fit to stand in a sentence: one line, of bounded length.
final class Shown {
    private static final int MAX_CHARS = 160;

    private Shown() {}

    static String text(String raw) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < raw.length() && i < MAX_CHARS; i++) {
            char c = raw.charAt(i);
            boolean printable = !Character.isISOControl(c) && !Character.isSurrogate(c);
            safe.append(printable ? String.valueOf(c) : "\\u%04x".formatted((int) c));
        }
        return raw.length() > MAX_CHARS ? safe + "…" : safe.toString();
    }
}
