package dev.sku.runtime.chat;

import java.util.List;
import java.util.random.RandomGenerator;

/// Templates that nobody would write, from the grammar that both renderers know.
final class RandomTemplate {
    private static final List<String> BLANKS =
            List.of("", "", " ", "\n", "  ", "\n  ", " \n", "\t", "\n\n", "\u00a0");
    private static final List<String> NAMES =
            List.of(
                    "n",
                    "m",
                    "f",
                    "t",
                    "no",
                    "none_",
                    "s",
                    "e",
                    "w",
                    "u",
                    "l",
                    "ll",
                    "d",
                    "words",
                    "messages",
                    "x",
                    "y",
                    "ns",
                    "missing",
                    "loop",
                    "q");
    private static final List<String> STRINGS =
            List.of(
                    "''",
                    "'a'",
                    "'b c'",
                    "\"it's\"",
                    "'\\n'",
                    "' x '",
                    "'role'",
                    "'content'",
                    "'Ä€👋'",
                    "'a' 'b'");
    private static final List<String> ATTRIBUTES =
            List.of(
                    "role",
                    "content",
                    "items()",
                    "keys()",
                    "values()",
                    "get('a')",
                    "get('role', 1)",
                    "x",
                    "y",
                    "index",
                    "index0",
                    "first",
                    "last",
                    "length",
                    "previtem",
                    "nextitem",
                    "revindex",
                    "strip()",
                    "lstrip()",
                    "rstrip('o \\n')",
                    "split()",
                    "split('l')",
                    "split(' ', 1)",
                    "upper()",
                    "lower()",
                    "title()",
                    "capitalize()",
                    "startswith('H')",
                    "endswith('\\n')",
                    "replace('l', 'LL')",
                    "find('o')",
                    "count('l')",
                    "splitlines()",
                    "join(words)",
                    "partition('o')",
                    "isspace()",
                    "0",
                    "1",
                    "removeprefix('H')",
                    "rsplit('l', 1)");
    private static final List<String> FILTERS =
            List.of(
                    "trim",
                    "upper",
                    "lower",
                    "title",
                    "capitalize",
                    "length",
                    "default('D')",
                    "default('D', true)",
                    "d(n)",
                    "join",
                    "join('-')",
                    "first",
                    "last",
                    "list",
                    "sort",
                    "reverse",
                    "reverse | list",
                    "unique | list",
                    "string",
                    "int",
                    "float",
                    "abs",
                    "round",
                    "tojson",
                    "tojson(indent=2)",
                    "replace('a', 'b')",
                    "replace('l', 'x', 1)",
                    "items | list",
                    "map('upper') | list",
                    "map('string') | join(',')",
                    "map(attribute='role') | list",
                    "selectattr('role') | list",
                    "selectattr('role', 'equalto', 'user') | list",
                    "rejectattr('content', 'string') | list",
                    "select('string') | list",
                    "reject('none') | list",
                    "select | list",
                    "sum",
                    "min",
                    "max",
                    "indent",
                    "indent(2, true)",
                    "dictsort",
                    "count",
                    "map('length') | list",
                    "int(3)",
                    "float(0.5)");
    private static final List<String> TESTS =
            List.of(
                    "defined",
                    "undefined",
                    "none",
                    "string",
                    "mapping",
                    "iterable",
                    "sequence",
                    "number",
                    "integer",
                    "float",
                    "boolean",
                    "true",
                    "false",
                    "odd",
                    "even",
                    "divisibleby 2",
                    "eq 1",
                    "equalto('a')",
                    "in l",
                    "lower",
                    "upper",
                    "callable",
                    "ne n",
                    "sameas none",
                    "gt 2",
                    "le(3)");
    private static final List<String> OPERATORS =
            List.of(
                    "+", "-", "*", "/", "//", "%", "~", "==", "!=", "<", "<=", ">", ">=", "and",
                    "or", "in", "not in", "+", "~");

    private final RandomGenerator random;
    private int loops;

    RandomTemplate(RandomGenerator random) {
        this.random = random;
    }

    String template() {
        return body(random.nextInt(3));
    }

    private String body(int depth) {
        StringBuilder out = new StringBuilder();
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            out.append(any(BLANKS)).append(part(depth)).append(any(BLANKS));
        }
        return out.toString();
    }

    private String part(int depth) {
        return switch (random.nextInt(depth > 0 ? 17 : 6)) {
            case 0 ->
                    any(
                            List.of(
                                    "text",
                                    "a b",
                                    "{",
                                    "}",
                                    "%",
                                    "#",
                                    "'",
                                    "last\nline",
                                    "{{ '{%' }}"));
            case 1, 2, 3 -> "{{" + sign() + " " + expression(2) + " " + minus() + "}}";
            case 4 -> "{#" + sign() + " note " + sign() + "#}";
            case 5 -> tag("set " + any(List.of("x", "y", "q")) + " = " + expression(2));
            case 6, 7, 8 -> {
                String otherwise = random.nextBoolean() ? tag("else") + body(depth - 1) : "";
                String more =
                        random.nextInt(3) == 0
                                ? tag("elif (" + expression(2) + ")") + body(depth - 1)
                                : "";
                yield tag("if (" + expression(2) + ")")
                        + body(depth - 1)
                        + more
                        + otherwise
                        + tag("endif");
            }
            case 9, 10, 11 -> loop(depth);
            case 12 ->
                    tag("set " + any(List.of("x", "y")) + any(List.of("", " | upper", " | trim")))
                            + body(depth - 1)
                            + tag("endset");
            case 13 ->
                    tag("macro mac(a, b=" + expression(1) + ")")
                            + separate(depth)
                            + tag("endmacro")
                            + "{{ mac("
                            + expression(2)
                            + any(List.of("", ", 1", ", b=2"))
                            + ") }}";
            case 14 ->
                    tag("set ns = namespace(x=" + expression(1) + ")")
                            + tag("set ns.y = " + expression(2))
                            + "{{ ns.x }}{{ ns.y }}";
            case 15 -> tag("with x = " + expression(2)) + body(depth - 1) + tag("endwith");
            default ->
                    any(
                            List.of(
                                    tag(
                                                    "filter "
                                                            + any(
                                                                    List.of(
                                                                            "upper",
                                                                            "trim",
                                                                            "replace('a', 'b')")))
                                            + body(depth - 1)
                                            + tag("endfilter"),
                                    tag("generation") + separate(depth) + tag("endgeneration"),
                                    tag("raw")
                                            + any(BLANKS)
                                            + "{{ x }}"
                                            + any(BLANKS)
                                            + tag("endraw")));
        };
    }

    private String separate(int depth) {
        int around = loops;
        loops = 0;
        String body = body(depth - 1);
        loops = around;
        return body;
    }

    private String loop(int depth) {
        String target = random.nextInt(5) == 0 ? "x, y" : "x";
        String only = random.nextInt(4) == 0 ? " if (" + expression(1) + ")" : "";
        String over =
                any(
                        List.of(
                                "l",
                                "ll",
                                "d",
                                "d.items()",
                                "messages",
                                "range(3)",
                                "words",
                                "'añ'",
                                "messages[1:]",
                                "messages[::-1]",
                                "(" + expression(2) + ")"));
        loops++;
        String jump =
                random.nextInt(4) == 0
                        ? tag("if (" + expression(1) + ")")
                                + tag(any(List.of("break", "continue")))
                                + tag("endif")
                        : "";
        String body = body(depth - 1) + jump + body(0);
        loops--;
        String otherwise = random.nextInt(4) == 0 ? tag("else") + body(0) : "";
        return tag("for " + target + " in " + over + only) + body + otherwise + tag("endfor");
    }

    private String tag(String inside) {
        return "{%" + sign() + " " + inside + " " + sign() + "%}";
    }

    private String sign() {
        return any(List.of("", "", "", "-", "-", "+"));
    }

    private String minus() {
        return any(List.of("", "", "-"));
    }

    private String expression(int depth) {
        if (depth == 0) {
            return atom();
        }
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> atom();
            case 3 -> expression(depth - 1) + " " + any(OPERATORS) + " " + expression(depth - 1);
            case 4 -> "(" + expression(depth - 1) + ")";
            case 5, 6 -> expression(depth - 1) + " | " + any(FILTERS);
            case 7 ->
                    "("
                            + expression(depth - 1)
                            + ") is "
                            + any(List.of("", "", "not "))
                            + any(TESTS);
            case 8, 9 -> atom() + "." + any(ATTRIBUTES);
            case 10 ->
                    atom()
                            + "["
                            + any(
                                    List.of(
                                            "0",
                                            "-1",
                                            "1:",
                                            ":-1",
                                            "::-1",
                                            "1:2",
                                            "-2:",
                                            "'role'",
                                            "'x'",
                                            "::2",
                                            "5",
                                            "3:0:-1",
                                            expression(0)))
                            + "]";
            case 11 -> "not " + expression(depth - 1);
            case 12 ->
                    expression(depth - 1)
                            + " if "
                            + expression(depth - 1)
                            + any(List.of("", " else " + expression(depth - 1)));
            case 13 -> "[" + expression(depth - 1) + ", " + expression(depth - 1) + "]";
            case 14 ->
                    "{'a': "
                            + expression(depth - 1)
                            + ", "
                            + any(List.of("'b'", "1", "true", "2.5", "none"))
                            + ": "
                            + expression(0)
                            + "}"
                            + any(List.of("", ".a", "['b']"));
            default ->
                    any(
                            List.of(
                                    "(" + expression(depth - 1) + ",)",
                                    "-" + any(List.of("n", "f", "t", "1.5")),
                                    "(" + atom() + ", " + atom() + ")"));
        };
    }

    private String atom() {
        return switch (random.nextInt(6)) {
            case 0 ->
                    any(
                            List.of(
                                    "0", "1", "2", "10", "-1", "1.5", "0.1", "1e3", "true", "false",
                                    "none", "None"));
            case 1 -> any(STRINGS);
            default -> any(NAMES);
        };
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
