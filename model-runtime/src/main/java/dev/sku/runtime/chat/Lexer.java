package dev.sku.runtime.chat;

import dev.sku.runtime.chat.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a template into tokens as Jinja2 does with `trim_blocks` and `lstrip_blocks`: the line break behind a block goes,
/// and so do blanks before a block that begins its line; `-` and `+` at a tag's edge ask for more or less.
final class Lexer {
    private static final Pattern RAW =
            Pattern.compile(
                    "\\{%([-+]?)\\s*raw\\s*(?:-%\\}\\s*|%\\})", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern END_RAW =
            Pattern.compile(
                    "\\{%([-+]?)\\s*endraw\\s*(?:\\+%\\}|-%\\}\\s*|%\\}\\n?)",
                    Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern FLOAT =
            Pattern.compile(
                    "(?<!\\.)(?:\\d+_)*\\d+(?:(?:\\.(?:\\d+_)*\\d+)?[eE][+-]?(?:\\d+_)*\\d+|\\.(?:\\d+_)*\\d+)");
    private static final Pattern INTEGER = Pattern.compile("[1-9](?:_?\\d)*|0(?:_?0)*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final List<String> OPERATORS =
            List.of(
                    "//", "**", "==", "!=", "<=", ">=", "+", "-", "/", "*", "%", "~", "[", "]", "(",
                    ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int counted;
    private boolean lineStarting = true;

    private Lexer(String source) {
        String unix = source.replace("\r\n", "\n").replace('\r', '\n');
        this.source = unix.endsWith("\n") ? unix.substring(0, unix.length() - 1) : unix;
    }

    static List<Token> tokens(String template) {
        Lexer lexer = new Lexer(template);
        while (lexer.at < lexer.source.length()) {
            lexer.root();
        }
        lexer.add(Kind.END, "", lexer.at);
        return lexer.tokens;
    }

    private void root() {
        int open = nextTag();
        if (open < 0) {
            add(Kind.DATA, source.substring(at), at);
            at = source.length();
            return;
        }
        char kind = source.charAt(open + 1);
        if (kind == '%') {
            Matcher raw = RAW.matcher(source).region(open, source.length());
            if (raw.lookingAt()) {
                data(open, sign(open + 2), true);
                moveTo(raw.end());
                raw();
                return;
            }
        }
        char sign = sign(open + 2);
        data(open, sign, kind != '{');
        moveTo(open + (sign == 0 ? 2 : 3));
        switch (kind) {
            case '#' -> comment(open);
            case '%' -> tag(Kind.BLOCK_BEGIN, Kind.BLOCK_END, open);
            default -> tag(Kind.OUTPUT_BEGIN, Kind.OUTPUT_END, open);
        }
    }

    private int nextTag() {
        for (int i = source.indexOf('{', at); i >= 0; i = source.indexOf('{', i + 1)) {
            if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /// `-`, `+`, or 0 for none.
    private char sign(int where) {
        boolean signed = where < source.length() && "+-".indexOf(source.charAt(where)) >= 0;
        return signed ? source.charAt(where) : 0;
    }

    /// The text before a tag, less what the tag takes of it.
    private void data(int end, char sign, boolean block) {
        int stop = end;
        if (sign == '-') {
            while (stop > at && Characters.isSpace(source.charAt(stop - 1))) {
                stop--;
            }
        } else if (sign != '+' && block) {
            int start = end;
            while (start > at && source.charAt(start - 1) != '\n') {
                start--;
            }
            boolean begins = start > at || lineStarting;
            if (begins && Characters.isBlank(source, start, end)) {
                stop = start;
            }
        }
        if (stop > at) {
            add(Kind.DATA, source.substring(at, stop), at);
        }
    }

    private void raw() {
        Matcher end = END_RAW.matcher(source);
        if (!end.find(at)) {
            throw new TemplateFault(line(at), "'{% raw %}' has no '{% endraw %}'");
        }
        String sign = end.group(1);
        data(end.start(), sign.isEmpty() ? 0 : sign.charAt(0), true);
        moveTo(end.end());
    }

    private void comment(int open) {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw new TemplateFault(line(open), "the comment does not end");
        }
        char before = end > at ? source.charAt(end - 1) : 0;
        moveTo(afterEnd(end + 2, before));
    }

    /// Where text goes on behind a block or a comment.
    private int afterEnd(int end, char sign) {
        int next = end;
        if (sign == '-') {
            while (next < source.length() && Characters.isSpace(source.charAt(next))) {
                next++;
            }
        } else if (sign != '+' && next < source.length() && source.charAt(next) == '\n') {
            next++;
        }
        return next;
    }

    private void tag(Kind begin, Kind end, int open) {
        add(begin, "", open);
        Deque<Character> brackets = new ArrayDeque<>();
        while (true) {
            if (at >= source.length()) {
                throw new TemplateFault(line(open), "the tag does not end");
            }
            if (brackets.isEmpty() && ended(end)) {
                return;
            }
            char c = source.charAt(at);
            if (Characters.isSpace(c)) {
                at++;
            } else if (c >= '0' && c <= '9') {
                number();
            } else if (c == '\'' || c == '"') {
                string(c);
            } else if (!match(NAME, Kind.NAME)) {
                operator(brackets);
            }
        }
    }

    private boolean ended(Kind end) {
        char sign = sign(at);
        int close = sign == 0 ? at : at + 1;
        if (end == Kind.BLOCK_END && source.startsWith("%}", close)) {
            add(end, "", at);
            moveTo(afterEnd(close + 2, sign));
            return true;
        }
        if (end == Kind.OUTPUT_END && sign != '+' && source.startsWith("}}", close)) {
            add(end, "", at);
            moveTo(sign == '-' ? afterEnd(close + 2, sign) : close + 2);
            return true;
        }
        return false;
    }

    private void number() {
        if (!match(FLOAT, Kind.FLOAT) && !match(INTEGER, Kind.INTEGER)) {
            throw new IllegalStateException(source.substring(at, at + 1));
        }
    }

    private boolean match(Pattern pattern, Kind kind) {
        Matcher matcher =
                pattern.matcher(source).region(at, source.length()).useTransparentBounds(true);
        if (!matcher.lookingAt()) {
            return false;
        }
        add(kind, matcher.group(), at);
        at = matcher.end();
        return true;
    }

    private void string(char quote) {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw new TemplateFault(line(at), "the string does not end");
        }
        add(Kind.STRING, StringLiteral.meaning(source.substring(at + 1, end), line(at)), at);
        at = end + 1;
    }

    private void operator(Deque<Character> brackets) {
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, at)) {
                balance(operator, brackets);
                add(Kind.OPERATOR, operator, at);
                at += operator.length();
                return;
            }
        }
        int c = source.codePointAt(at);
        throw new TemplateFault(line(at), "'" + Character.toString(c) + "' is not known here");
    }

    private void balance(String operator, Deque<Character> brackets) {
        switch (operator) {
            case "(" -> brackets.push(')');
            case "[" -> brackets.push(']');
            case "{" -> brackets.push('}');
            case ")", "]", "}" -> {
                if (brackets.isEmpty() || brackets.pop() != operator.charAt(0)) {
                    throw new TemplateFault(line(at), "'" + operator + "' closes nothing");
                }
            }
            default -> {}
        }
    }

    private void add(Kind kind, String text, int where) {
        tokens.add(new Token(kind, text, line(where)));
    }

    private void moveTo(int next) {
        lineStarting = next > 0 && source.charAt(next - 1) == '\n';
        at = next;
    }

    /// Asked in the order of the text.
    private int line(int where) {
        for (; counted < where; counted++) {
            if (source.charAt(counted) == '\n') {
                line++;
            }
        }
        return line;
    }
}
