package dev.sku.runtime.chat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stands for a value in a template. Each knows its line.
sealed interface Expression {
    int line();

    record Constant(int line, Object value) implements Expression {}

    record Name(int line, String name) implements Expression {}

    record ListOf(int line, List<Expression> items) implements Expression {}

    record TupleOf(int line, List<Expression> items) implements Expression {}

    record DictOf(int line, List<Pair> pairs) implements Expression {}

    record Pair(Expression key, Expression value) {}

    /// `of.name`
    record Attribute(int line, Expression of, String name) implements Expression {}

    /// `of[index]`
    record Item(int line, Expression of, Expression index) implements Expression {}

    /// `of[start:stop:step]`
    record Slice(
            int line,
            Expression of,
            @Nullable Expression start,
            @Nullable Expression stop,
            @Nullable Expression step)
            implements Expression {}

    record Call(int line, Expression function, Given given) implements Expression {}

    record Filtered(int line, Expression of, String filter, Given given) implements Expression {}

    record Tested(int line, Expression of, String test, Given given) implements Expression {}

    record Not(int line, Expression of) implements Expression {}

    /// `-of`, `+of`
    record Signed(int line, boolean negative, Expression of) implements Expression {}

    /// Arithmetic.
    record Binary(int line, String operator, Expression left, Expression right)
            implements Expression {}

    record And(int line, Expression left, Expression right) implements Expression {}

    record Or(int line, Expression left, Expression right) implements Expression {}

    /// `first < second <= third`: each operator compares its neighbours.
    record Compared(int line, Expression first, List<Comparison> others) implements Expression {}

    record Comparison(String operator, Expression with) {}

    /// `a ~ b`
    record Joined(int line, List<Expression> parts) implements Expression {}

    record Conditional(int line, Expression test, Expression then, @Nullable Expression otherwise)
            implements Expression {}

    /// The text of a block, which filters are applied to.
    record Captured(int line) implements Expression {}

    /// What is handed to a function, filter or test.
    record Given(List<Expression> positional, Map<String, Expression> named) {
        static final Given NOTHING = new Given(List.of(), Map.of());
    }
}
