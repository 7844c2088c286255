package dev.sku.runtime.chat;

import dev.sku.runtime.chat.Expression.Given;
import dev.sku.runtime.chat.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads expressions by Jinja2's precedence: from `if … else` over `or`, `and`, `not`, comparisons, `+ -`, `~`, `* / // %`,
/// `**` and signs to filters and tests, which bind tightest.
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%");

    private final TokenReader in;
    private final Set<String> names = new HashSet<>();

    ExpressionParser(TokenReader in) {
        this.in = in;
    }

    /// The names read since the last call; those of a macro tell what it asks for.
    Set<String> takeNames() {
        Set<String> taken = Set.copyOf(names);
        names.clear();
        return taken;
    }

    void putNames(Set<String> more) {
        names.addAll(more);
    }

    /// An expression, or several with commas between: a tuple.
    ///
    /// @param conditional whether `if … else` may stand in it
    Expression several(boolean conditional) {
        int line = in.line();
        Expression first = conditional ? expression() : or();
        return in.atOperator(",") ? tuple(line, first, conditional) : first;
    }

    private Expression tuple(int line, Expression first, boolean conditional) {
        List<Expression> items = new ArrayList<>(List.of(first));
        while (in.skipOperator(",")) {
            if (tupleEnds()) {
                break;
            }
            items.add(conditional ? expression() : or());
        }
        return new Expression.TupleOf(line, items);
    }

    private boolean tupleEnds() {
        return in.at(Kind.OUTPUT_END) || in.at(Kind.BLOCK_END) || in.atOperator(")");
    }

    Expression expression() {
        in.deeper();
        int line = in.line();
        Expression value = or();
        while (in.skipName("if")) {
            Expression test = or();
            Expression otherwise = in.skipName("else") ? expression() : null;
            value = new Expression.Conditional(line, test, value, otherwise);
        }
        in.higher();
        return value;
    }

    Expression or() {
        int line = in.line();
        Expression left = and();
        while (in.skipName("or")) {
            left = new Expression.Or(line, left, and());
        }
        return left;
    }

    private Expression and() {
        int line = in.line();
        Expression left = not();
        while (in.skipName("and")) {
            left = new Expression.And(line, left, not());
        }
        return left;
    }

    private Expression not() {
        int line = in.line();
        if (!in.skipName("not")) {
            return compared();
        }
        in.deeper();
        Expression of = not();
        in.higher();
        return new Expression.Not(line, of);
    }

    private Expression compared() {
        int line = in.line();
        Expression first = sum();
        List<Expression.Comparison> others = new ArrayList<>();
        while (true) {
            String operator;
            if (in.at(Kind.OPERATOR) && COMPARISONS.contains(in.current().text())) {
                operator = in.next().text();
            } else if (in.skipName("in")) {
                operator = "in";
            } else if (in.atName("not") && in.look().is(Kind.NAME, "in")) {
                in.next();
                in.next();
                operator = "not in";
            } else {
                break;
            }
            others.add(new Expression.Comparison(operator, sum()));
        }
        return others.isEmpty() ? first : new Expression.Compared(line, first, others);
    }

    private Expression sum() {
        int line = in.line();
        Expression left = joined();
        while (in.atOperator("+") || in.atOperator("-")) {
            left = new Expression.Binary(line, in.next().text(), left, joined());
        }
        return left;
    }

    private Expression joined() {
        int line = in.line();
        Expression first = product();
        if (!in.atOperator("~")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        while (in.skipOperator("~")) {
            parts.add(product());
        }
        return new Expression.Joined(line, parts);
    }

    private Expression product() {
        int line = in.line();
        Expression left = power();
        while (in.at(Kind.OPERATOR) && PRODUCTS.contains(in.current().text())) {
            left = new Expression.Binary(line, in.next().text(), left, power());
        }
        return left;
    }

    private Expression power() {
        int line = in.line();
        Expression left = signed(true);
        while (in.skipOperator("**")) {
            left = new Expression.Binary(line, "**", left, signed(true));
        }
        return left;
    }

    private Expression signed(boolean filtered) {
        int line = in.line();
        Expression value;
        if (in.atOperator("-") || in.atOperator("+")) {
            boolean negative = in.next().text().equals("-");
            in.deeper();
            value = new Expression.Signed(line, negative, signed(false));
            in.higher();
        } else {
            value = primary();
        }
        Expression whole = postfix(value);
        return filtered ? filters(whole) : whole;
    }

    private Expression primary() {
        Token token = in.next();
        int line = token.line();
        return switch (token.kind()) {
            case NAME -> named(token);
            case STRING -> {
                StringBuilder text = new StringBuilder(token.text());
                while (in.at(Kind.STRING)) {
                    text.append(in.next().text());
                }
                yield new Expression.Constant(line, text.toString());
            }
            case INTEGER -> new Expression.Constant(line, whole(token));
            case FLOAT ->
                    new Expression.Constant(
                            line, Double.parseDouble(token.text().replace("_", "")));
            case OPERATOR -> bracketed(token);
            case DATA, OUTPUT_BEGIN, OUTPUT_END, BLOCK_BEGIN, BLOCK_END, END ->
                    throw notAValue(token);
        };
    }

    private static TemplateFault notAValue(Token token) {
        return new TemplateFault(
                token.line(), "it has " + token.words() + " where a value should stand");
    }

    private Expression named(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Expression.Constant(token.line(), true);
            case "false", "False" -> new Expression.Constant(token.line(), false);
            case "none", "None" -> new Expression.Constant(token.line(), None.NONE);
            default -> {
                names.add(token.text());
                yield new Expression.Name(token.line(), token.text());
            }
        };
    }

    private static Object whole(Token token) {
        try {
            return Long.valueOf(token.text().replace("_", ""));
        } catch (NumberFormatException _) {
            throw new TemplateFault(token.line(), "the number " + token.text() + " is too large");
        }
    }

    private Expression bracketed(Token token) {
        int line = token.line();
        return switch (token.text()) {
            case "(" -> {
                if (in.skipOperator(")")) {
                    yield new Expression.TupleOf(line, List.of());
                }
                Expression inner = several(true);
                in.expectOperator(")");
                yield inner;
            }
            case "[" -> {
                List<Expression> items = new ArrayList<>();
                while (!in.skipOperator("]")) {
                    items.add(expression());
                    if (!in.atOperator("]")) {
                        in.expectOperator(",");
                    }
                }
                yield new Expression.ListOf(line, items);
            }
            case "{" -> {
                List<Expression.Pair> pairs = new ArrayList<>();
                while (!in.skipOperator("}")) {
                    Expression key = expression();
                    in.expectOperator(":");
                    pairs.add(new Expression.Pair(key, expression()));
                    if (!in.atOperator("}")) {
                        in.expectOperator(",");
                    }
                }
                yield new Expression.DictOf(line, pairs);
            }
            default -> throw notAValue(token);
        };
    }

    private Expression postfix(Expression value) {
        Expression whole = value;
        while (true) {
            int line = in.line();
            if (in.skipOperator(".")) {
                whole = attribute(line, whole);
            } else if (in.skipOperator("[")) {
                whole = item(line, whole);
            } else if (in.atOperator("(")) {
                whole = new Expression.Call(line, whole, given());
            } else {
                return whole;
            }
        }
    }

    private Expression attribute(int line, Expression of) {
        if (in.at(Kind.INTEGER)) {
            return new Expression.Item(line, of, new Expression.Constant(line, whole(in.next())));
        }
        return new Expression.Attribute(line, of, in.expect(Kind.NAME, "a name").text());
    }

    private Expression item(int line, Expression of) {
        in.deeper();
        Expression start = in.atOperator(":") ? null : expression();
        Expression item;
        if (start != null && !in.atOperator(":")) {
            item = new Expression.Item(line, of, start);
        } else {
            in.expectOperator(":");
            Expression stop = bound();
            Expression step = in.skipOperator(":") ? bound() : null;
            item = new Expression.Slice(line, of, start, stop, step);
        }
        in.expectOperator("]");
        in.higher();
        return item;
    }

    private @Nullable Expression bound() {
        return in.atOperator(":") || in.atOperator("]") ? null : expression();
    }

    private Given given() {
        in.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!in.skipOperator(")")) {
            if (in.atOperator("*") || in.atOperator("**")) {
                throw new TemplateFault(
                        in.line(),
                        "'" + in.current().text() + "' before an argument is not known here");
            }
            if (in.at(Kind.NAME) && in.look().is(Kind.OPERATOR, "=")) {
                Token name = in.next();
                in.next();
                if (named.put(name.text(), expression()) != null) {
                    throw new TemplateFault(
                            name.line(), "'" + name.text() + "' is given twice in one call");
                }
            } else if (named.isEmpty()) {
                positional.add(expression());
            } else {
                throw in.unexpected("behind a named argument");
            }
            if (!in.atOperator(")")) {
                in.expectOperator(",");
            }
        }
        return new Given(positional, named);
    }

    private Expression filters(Expression value) {
        Expression whole = value;
        while (true) {
            int line = in.line();
            if (in.skipOperator("|")) {
                whole = filter(line, whole);
            } else if (in.skipName("is")) {
                whole = test(line, whole);
            } else if (in.atOperator("(")) {
                whole = new Expression.Call(line, whole, given());
            } else {
                return whole;
            }
        }
    }

    /// Filters of a block's text.
    ///
    /// @param first whether one stands here without `|` in front
    Expression ofCaptured(boolean first) {
        int line = in.line();
        Expression whole = new Expression.Captured(line);
        if (first) {
            whole = filter(line, whole);
        }
        while (in.skipOperator("|")) {
            whole = filter(line, whole);
        }
        return whole;
    }

    private Expression filter(int line, Expression of) {
        String name = in.expect(Kind.NAME, "a filter").text();
        if (!Filters.isKnown(name) && !name.equals(Filters.SAFE)) {
            throw new TemplateFault(line, "the filter '" + name + "' is not known here");
        }
        return new Expression.Filtered(
                line, of, name, in.atOperator("(") ? given() : Given.NOTHING);
    }

    private Expression test(int line, Expression of) {
        boolean negated = in.skipName("not");
        String name = in.expect(Kind.NAME, "a test").text();
        if (!Tests.isKnown(name)) {
            throw new TemplateFault(line, "the test 'is " + name + "' is not known here");
        }
        Given given = Given.NOTHING;
        if (in.atOperator("(")) {
            given = given();
        } else if (argumentFollows()) {
            if (in.atName("is")) {
                throw new TemplateFault(line, "'is' cannot follow 'is'");
            }
            given = new Given(List.of(postfix(primary())), Map.of());
        }
        Expression test = new Expression.Tested(line, of, name, given);
        return negated ? new Expression.Not(line, test) : test;
    }

    private boolean argumentFollows() {
        return switch (in.current().kind()) {
            case STRING, INTEGER, FLOAT -> true;
            case NAME -> !in.atName("else") && !in.atName("or") && !in.atName("and");
            case OPERATOR -> in.atOperator("[") || in.atOperator("{");
            case DATA, OUTPUT_BEGIN, OUTPUT_END, BLOCK_BEGIN, BLOCK_END, END -> false;
        };
    }
}
