package dev.sku.runtime.chat;

/// A string as a template writes it.
final class StringLiteral {
    private StringLiteral() {}

    /// What the text between the quotes stands for, by Python's escapes; one that is not known keeps its backslash.
    static String meaning(String written, int line) {
        if (written.indexOf('\\') < 0) {
            return written;
        }
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < written.length()) {
            char c = written.charAt(i++);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escape = written.charAt(i++);
            switch (escape) {
                case '\n' -> {}
                case '\\', '\'', '"' -> text.append(escape);
                case 'a' -> text.append('\u0007');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'v' -> text.append('\u000b');
                case 'x' -> i = hex(written, i, 2, text, line);
                case 'u' -> i = hex(written, i, 4, text, line);
                case 'U' -> i = hex(written, i, 8, text, line);
                case 'N' -> throw new TemplateFault(line, "'\\N' in a string is not known here");
                case '0', '1', '2', '3', '4', '5', '6', '7' -> i = octal(written, i - 1, text);
                default -> {
                    if (escape > 127) {
                        throw new TemplateFault(
                                line, "'\\" + escape + "' in a string is not known here");
                    }
                    text.append('\\').append(escape);
                }
            }
        }
        return text.toString();
    }

    private static int hex(String written, int from, int digits, StringBuilder text, int line) {
        int end = from + digits;
        try {
            int code = Integer.parseUnsignedInt(written, from, end, 16);
            boolean half = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
            if (half || !Character.isValidCodePoint(code) || written.charAt(from) == '+') {
                throw new TemplateFault(line, "a string escapes what is no character");
            }
            text.appendCodePoint(code);
        } catch (NumberFormatException | IndexOutOfBoundsException _) {
            throw new TemplateFault(line, "an escape in a string lacks digits");
        }
        return end;
    }

    private static int octal(String written, int from, StringBuilder text) {
        int end = from;
        int code = 0;
        while (end < written.length()
                && end < from + 3
                && written.charAt(end) >= '0'
                && written.charAt(end) <= '7') {
            code = code * 8 + written.charAt(end++) - '0';
        }
        text.append((char) code);
        return end;
    }
}
