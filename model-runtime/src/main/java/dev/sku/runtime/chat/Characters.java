package dev.sku.runtime.chat;

/// Characters as Python sees them.
final class Characters {
    private Characters() {}

    /// `str.isspace` of one character, which is also what `\s` means.
    static boolean isSpace(int c) {
        return switch (c) {
            case 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
            default ->
                    c == ' '
                            || (c >= 0x09 && c <= 0x0D)
                            || (c >= 0x1C && c <= 0x1F)
                            || (c >= 0x2000 && c <= 0x200A);
        };
    }

    static boolean isBlank(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isSpace(text.charAt(i))) {
                return false;
            }
        }
        return to > from;
    }

    /// `str.isprintable` of one character.
    static boolean isPrintable(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR ->
                            false;
                    default -> true;
                };
    }

    /// Where lines end, for `str.splitlines`.
    static boolean endsLine(int c) {
        return (c >= 0x0A && c <= 0x0D)
                || (c >= 0x1C && c <= 0x1E)
                || c == 0x85
                || c == 0x2028
                || c == 0x2029;
    }

    static boolean isCased(int c) {
        return Character.isUpperCase(c)
                || Character.isLowerCase(c)
                || Character.getType(c) == Character.TITLECASE_LETTER;
    }
}
