package dev.sku.runtime.chat;

import dev.sku.runtime.chat.Statement.Target;
import dev.sku.runtime.chat.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads a template's text, outputs and statements; what is no part of chat templates is refused by name.
final class StatementParser {
    private final TokenReader in;
    private final ExpressionParser expressions;
    private int loops;

    private StatementParser(List<Token> tokens) {
        this.in = new TokenReader(tokens);
        this.expressions = new ExpressionParser(in);
    }

    static List<Statement> parse(String template) {
        return new StatementParser(Lexer.tokens(template)).body(Set.of());
    }

    /// Statements up to one of the words, which is then the current token; without words, up to the template's end.
    private List<Statement> body(Set<String> ends) {
        in.deeper();
        List<Statement> body = new ArrayList<>();
        while (true) {
            Token token = in.next();
            switch (token.kind()) {
                case DATA -> body.add(new Statement.Text(token.text()));
                case OUTPUT_BEGIN -> {
                    body.add(new Statement.Output(output()));
                    in.expect(Kind.OUTPUT_END, "'}}'");
                }
                case BLOCK_BEGIN -> {
                    if (in.at(Kind.NAME) && ends.contains(in.current().text())) {
                        in.higher();
                        return body;
                    }
                    body.add(statement());
                    in.expect(Kind.BLOCK_END, "'%}'");
                }
                case END -> {
                    if (!ends.isEmpty()) {
                        throw new TemplateFault(
                                token.line(),
                                "the template ends where '" + wanted(ends) + "' should stand");
                    }
                    in.higher();
                    return body;
                }
                case NAME, STRING, INTEGER, FLOAT, OPERATOR, OUTPUT_END, BLOCK_END ->
                        throw new IllegalStateException(token.toString());
            }
        }
    }

    private static String wanted(Set<String> ends) {
        return ends.stream().filter(e -> e.startsWith("end")).findFirst().orElse("");
    }

    /// `safe` says that text is not to be escaped, which it never is.
    private Expression output() {
        Expression value = expressions.several(true);
        return value instanceof Expression.Filtered f
                        && f.filter().equals(Filters.SAFE)
                        && f.given().equals(Expression.Given.NOTHING)
                ? f.of()
                : value;
    }

    private Statement statement() {
        Token tag = in.expect(Kind.NAME, "a statement");
        int line = tag.line();
        return switch (tag.text()) {
            case "if" -> ifs();
            case "for" -> loop(line);
            case "set" -> set(line);
            case "with" -> with(line);
            case "macro" -> macro(line);
            case "call" -> call(line);
            case "filter" ->
                    new Statement.FilterBlock(expressions.ofCaptured(true), block("endfilter"));
            case "generation" -> new Statement.Generation(separate("endgeneration"));
            case "print" -> {
                if (in.at(Kind.BLOCK_END)) {
                    throw in.unexpected("where a value should stand");
                }
                Expression value = expressions.expression();
                if (in.atOperator(",")) {
                    throw new TemplateFault(line, "'print' of several values is not known here");
                }
                yield new Statement.Output(value);
            }
            case "break" -> jump(line, tag.text(), new Statement.Break());
            case "continue" -> jump(line, tag.text(), new Statement.Continue());
            default ->
                    throw new TemplateFault(
                            line, "the statement '" + tag.text() + "' is not known here");
        };
    }

    private Statement jump(int line, String word, Statement statement) {
        if (loops == 0) {
            throw new TemplateFault(line, "'" + word + "' stands outside of a loop");
        }
        return statement;
    }

    /// The rest of a tag and the statements up to a word.
    private List<Statement> statements(Set<String> ends) {
        in.skipOperator(":");
        in.expect(Kind.BLOCK_END, "'%}'");
        return body(ends);
    }

    private List<Statement> block(String end) {
        List<Statement> body = statements(Set.of(end));
        in.next();
        return body;
    }

    /// A block that loops around it cannot be left from.
    private List<Statement> separate(String end) {
        int around = loops;
        loops = 0;
        List<Statement> body = block(end);
        loops = around;
        return body;
    }

    private Statement ifs() {
        List<Statement.Branch> branches = new ArrayList<>();
        while (true) {
            Expression test = expressions.several(false);
            branches.add(new Statement.Branch(test, statements(Set.of("elif", "else", "endif"))));
            String word = in.next().text();
            if (!word.equals("elif")) {
                return new Statement.If(branches, word.equals("else") ? block("endif") : List.of());
            }
        }
    }

    private Statement loop(int line) {
        Target target = target(false);
        in.expectName("in");
        Expression over = expressions.several(false);
        Expression only = in.skipName("if") ? expressions.expression() : null;
        if (in.atName("recursive")) {
            throw new TemplateFault(line, "a recursive loop is not known here");
        }
        loops++;
        List<Statement> body = statements(Set.of("endfor", "else"));
        loops--;
        List<Statement> otherwise = in.next().text().equals("else") ? block("endfor") : List.of();
        return new Statement.For(line, target, over, only, body, otherwise);
    }

    private Statement set(int line) {
        Target target = target(true);
        if (in.skipOperator("=")) {
            return new Statement.Set(line, target, expressions.several(true));
        }
        Expression value = expressions.ofCaptured(false);
        return new Statement.SetBlock(line, target, value, block("endset"));
    }

    private Statement with(int line) {
        List<Statement.Binding> bindings = new ArrayList<>();
        while (!in.at(Kind.BLOCK_END)) {
            if (!bindings.isEmpty()) {
                in.expectOperator(",");
            }
            Target target = new Target.Name(name("a name"));
            in.expectOperator("=");
            bindings.add(new Statement.Binding(target, expressions.expression()));
        }
        return new Statement.With(line, bindings, block("endwith"));
    }

    private Statement macro(int line) {
        String name = name("the macro's name");
        Set<String> before = expressions.takeNames();
        List<Statement.Parameter> parameters = parameters();
        List<Statement> body = separate("endmacro");
        return new Statement.Macro(line, signature(name, parameters, before), body);
    }

    private Statement call(int line) {
        Set<String> before = expressions.takeNames();
        List<Statement.Parameter> parameters = in.atOperator("(") ? parameters() : List.of();
        Set<String> defaults = expressions.takeNames();
        if (!(expressions.expression() instanceof Expression.Call call)) {
            throw new TemplateFault(line, "'call' needs a call of a macro");
        }
        expressions.putNames(before);
        Set<String> outer = expressions.takeNames();
        expressions.putNames(defaults);
        List<Statement> body = separate("endcall");
        return new Statement.CallBlock(call, signature("caller", parameters, outer), body);
    }

    /// @param before names read outside of it
    private Statement.Signature signature(
            String name, List<Statement.Parameter> parameters, Set<String> before) {
        Set<String> asked = expressions.takeNames();
        expressions.putNames(before);
        expressions.putNames(asked);
        return new Statement.Signature(
                name,
                parameters,
                asked.contains("caller"),
                asked.contains("varargs"),
                asked.contains("kwargs"));
    }

    private List<Statement.Parameter> parameters() {
        List<Statement.Parameter> parameters = new ArrayList<>();
        in.expectOperator("(");
        while (!in.skipOperator(")")) {
            if (!parameters.isEmpty()) {
                in.expectOperator(",");
            }
            String name = name("a parameter");
            if (Set.of("caller", "varargs", "kwargs").contains(name)
                    || parameters.stream().anyMatch(p -> p.name().equals(name))) {
                throw new TemplateFault(in.line(), "a parameter '" + name + "' is not known here");
            }
            Expression otherwise = in.skipOperator("=") ? expressions.expression() : null;
            if (otherwise == null
                    && !parameters.isEmpty()
                    && parameters.getLast().otherwise() != null) {
                throw new TemplateFault(
                        in.line(), "a parameter without a default follows one with a default");
            }
            parameters.add(new Statement.Parameter(name, otherwise));
        }
        return parameters;
    }

    /// A name, a namespace's attribute where that may be, or several with commas between.
    private Target target(boolean attributes) {
        List<Target> targets = new ArrayList<>();
        boolean several = false;
        do {
            if (several && (in.atName("in") || in.atOperator("=") || in.at(Kind.BLOCK_END))) {
                break;
            }
            targets.add(single(attributes));
            several |= in.atOperator(",");
        } while (in.skipOperator(","));
        return several ? new Target.Several(targets) : targets.getFirst();
    }

    private Target single(boolean attributes) {
        if (in.skipOperator("(")) {
            in.deeper();
            Target inner = target(attributes);
            in.higher();
            in.expectOperator(")");
            return inner;
        }
        String name = name("a name");
        if (attributes && in.skipOperator(".")) {
            expressions.putNames(Set.of(name));
            return new Target.Attribute(name, in.expect(Kind.NAME, "a name").text());
        }
        return new Target.Name(name);
    }

    /// A name that a value can be given to.
    private String name(String what) {
        Token token = in.expect(Kind.NAME, what);
        return switch (token.text()) {
            case "true", "True", "false", "False", "none", "None", "loop" ->
                    throw new TemplateFault(
                            token.line(), "'" + token.text() + "' cannot be given a value");
            default -> token.text();
        };
    }
}
