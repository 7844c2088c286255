package dev.sku.runtime.chat;

import dev.sku.runtime.chat.Token.Kind;
import java.util.List;

/// Tokens one after the other, and how deeply what is being read is nested.
final class TokenReader {
    private static final int DEEPEST = 100;

    private final List<Token> tokens;
    private int at;
    private int depth;

    TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(at);
    }

    Token look() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = current();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    int line() {
        return current().line();
    }

    boolean at(Kind kind) {
        return current().kind() == kind;
    }

    boolean atOperator(String operator) {
        return current().is(Kind.OPERATOR, operator);
    }

    boolean atName(String name) {
        return current().is(Kind.NAME, name);
    }

    boolean skipOperator(String operator) {
        return skip(atOperator(operator));
    }

    boolean skipName(String name) {
        return skip(atName(name));
    }

    private boolean skip(boolean there) {
        if (there) {
            next();
        }
        return there;
    }

    Token expect(Kind kind, String what) {
        if (!at(kind)) {
            throw unexpected("where " + what + " should stand");
        }
        return next();
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected("where '" + operator + "' should stand");
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected("where '" + name + "' should stand");
        }
    }

    TemplateFault unexpected(String where) {
        return new TemplateFault(line(), "it has " + current().words() + " " + where);
    }

    void deeper() {
        if (++depth > DEEPEST) {
            throw new TemplateFault(
                    line(),
                    "it is nested more than " + DEEPEST + " levels deep, too deep to be read");
        }
    }

    void higher() {
        depth--;
    }
}
