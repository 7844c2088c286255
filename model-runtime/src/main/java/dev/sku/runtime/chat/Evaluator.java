package dev.sku.runtime.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds what expressions stand for.
final class Evaluator {
    /// Where the text of a block is kept; no template can name it.
    static final String CAPTURED = "|";

    private final Budget budget;

    Evaluator(Budget budget) {
        this.budget = budget;
    }

    boolean isTrue(Expression expression, Scope scope) {
        return Values.isTrue(value(expression, scope));
    }

    String text(Expression expression, Scope scope) {
        Object value = value(expression, scope);
        return placed(expression.line(), () -> PythonText.str(budget, value));
    }

    Object value(Expression expression, Scope scope) {
        budget.spend(1);
        budget.enter();
        Object value = placed(expression.line(), () -> evaluated(expression, scope));
        budget.leave();
        return value;
    }

    interface Step<T> {
        T run();
    }

    /// A fault that does not know its line gets this one.
    static <T> T placed(int line, Step<T> step) {
        try {
            return step.run();
        } catch (TemplateFault.Raised e) {
            throw e;
        } catch (TemplateFault e) {
            throw e.isPlaced() ? e : new TemplateFault(line, e.reason());
        }
    }

    private Object evaluated(Expression expression, Scope scope) {
        return switch (expression) {
            case Expression.Constant c -> c.value();
            case Expression.Name n -> scope.get(n.name());
            case Expression.Captured _ -> scope.get(CAPTURED);
            case Expression.ListOf l -> ListValue.list(values(l.items(), scope));
            case Expression.TupleOf t -> ListValue.tuple(values(t.items(), scope));
            case Expression.DictOf d -> {
                DictValue dict = new DictValue();
                for (Expression.Pair pair : d.pairs()) {
                    Object key = value(pair.key(), scope);
                    dict.put(key, value(pair.value(), scope));
                }
                yield dict;
            }
            case Expression.Attribute a ->
                    Attributes.attribute(budget, value(a.of(), scope), a.name());
            case Expression.Item i -> {
                Object of = value(i.of(), scope);
                yield Attributes.item(budget, of, value(i.index(), scope));
            }
            case Expression.Slice s -> slice(s, scope);
            case Expression.Call c -> {
                Object function = value(c.function(), scope);
                yield call(function, arguments(c.given(), scope));
            }
            case Expression.Filtered f -> {
                Object of = value(f.of(), scope);
                if (f.filter().equals(Filters.SAFE)) {
                    throw new TemplateFault(
                            "the filter 'safe' is known only where nothing follows it");
                }
                yield Filters.apply(budget, f.filter(), of, arguments(f.given(), scope));
            }
            case Expression.Tested t -> {
                Object of = value(t.of(), scope);
                yield Tests.holds(budget, t.test(), of, arguments(t.given(), scope));
            }
            case Expression.Not n -> !isTrue(n.of(), scope);
            case Expression.Signed s -> {
                Object of = value(s.of(), scope);
                if (of instanceof Undefined u) {
                    throw u.fault();
                }
                yield Operators.signed(s.negative(), of);
            }
            case Expression.Binary b -> {
                Object left = value(b.left(), scope);
                yield Operators.binary(budget, b.operator(), left, value(b.right(), scope));
            }
            case Expression.And a -> {
                Object left = value(a.left(), scope);
                yield Values.isTrue(left) ? value(a.right(), scope) : left;
            }
            case Expression.Or o -> {
                Object left = value(o.left(), scope);
                yield Values.isTrue(left) ? left : value(o.right(), scope);
            }
            case Expression.Compared c -> compared(c, scope);
            case Expression.Joined j -> {
                StringBuilder text = new StringBuilder();
                for (Object part : values(j.parts(), scope)) {
                    text.append(PythonText.str(budget, part));
                    budget.within(text.length());
                }
                yield budget.text(text.toString());
            }
            case Expression.Conditional c -> {
                if (isTrue(c.test(), scope)) {
                    yield value(c.then(), scope);
                }
                yield c.otherwise() == null
                        ? new Undefined("the value of an 'if' without 'else'")
                        : value(c.otherwise(), scope);
            }
        };
    }

    private List<Object> values(List<Expression> expressions, Scope scope) {
        List<Object> values = new ArrayList<>();
        expressions.forEach(e -> values.add(value(e, scope)));
        return values;
    }

    private Object slice(Expression.Slice slice, Scope scope) {
        Object of = value(slice.of(), scope);
        return Operators.slice(
                budget,
                of,
                bound(slice.start(), scope),
                bound(slice.stop(), scope),
                bound(slice.step(), scope));
    }

    private @Nullable Object bound(@Nullable Expression bound, Scope scope) {
        return bound == null ? null : value(bound, scope);
    }

    private boolean compared(Expression.Compared compared, Scope scope) {
        Object left = value(compared.first(), scope);
        for (Expression.Comparison other : compared.others()) {
            Object right = value(other.with(), scope);
            if (left instanceof Undefined u && other.operator().matches("[<>]=?")) {
                throw u.fault();
            }
            if (!Compared.by(budget, other.operator(), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    Object call(Object function, Arguments arguments) {
        if (function instanceof Undefined u) {
            throw u.fault();
        }
        if (!(function instanceof Function f)) {
            throw new TemplateFault(Values.kind(function) + " cannot be called");
        }
        return f.call(arguments);
    }

    Arguments arguments(Expression.Given given, Scope scope) {
        if (given.positional().isEmpty() && given.named().isEmpty()) {
            return Arguments.NOTHING;
        }
        Map<String, Object> named = new LinkedHashMap<>();
        List<Object> positional = values(given.positional(), scope);
        given.named().forEach((name, e) -> named.put(name, value(e, scope)));
        return new Arguments(positional, named);
    }
}
