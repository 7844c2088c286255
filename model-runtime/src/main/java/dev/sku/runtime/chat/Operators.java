package dev.sku.runtime.chat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Arithmetic, and parts of texts and lists, by Python's rules. Whole numbers beyond 64 bits are refused.
final class Operators {
    private static final long EXACT = 1L << 53;

    private Operators() {}

    static Object binary(Budget budget, String operator, Object a, Object b) {
        if (a instanceof Undefined u) {
            throw u.fault();
        }
        if (b instanceof Undefined u) {
            throw u.fault();
        }
        Number left = Values.number(a);
        Number right = Values.number(b);
        if (left != null && right != null) {
            return arithmetic(operator, left, right);
        }
        if (operator.equals("+")) {
            return added(budget, a, b);
        }
        if (operator.equals("*") && left instanceof Long n) {
            return repeated(budget, b, n);
        }
        if (operator.equals("*") && right instanceof Long n) {
            return repeated(budget, a, n);
        }
        if (operator.equals("%") && a instanceof String) {
            throw new TemplateFault("formatting a text by '%' is not known here");
        }
        throw wrong(operator, a, b);
    }

    private static TemplateFault wrong(String operator, Object a, Object b) {
        return new TemplateFault(
                "'%s' does not go with %s and %s"
                        .formatted(operator, Values.kind(a), Values.kind(b)));
    }

    private static Object added(Budget budget, Object a, Object b) {
        if (a instanceof String s && b instanceof String t) {
            budget.text((long) s.length() + t.length());
            return s + t;
        }
        if (a instanceof ListValue l && b instanceof ListValue m && l.tuple() == m.tuple()) {
            budget.spend((long) l.items().size() + m.items().size());
            List<Object> all = new ArrayList<>(l.items());
            all.addAll(m.items());
            return l.with(all);
        }
        throw wrong("+", a, b);
    }

    private static Object repeated(Budget budget, Object what, long times) {
        long n = Math.clamp(times, 0, Integer.MAX_VALUE);
        return switch (what) {
            case String s -> {
                budget.text(s.length() * n);
                yield s.repeat(s.isEmpty() ? 0 : (int) n);
            }
            case ListValue l -> {
                budget.spend(l.items().size() * n);
                List<Object> all = new ArrayList<>();
                for (long i = 0; i < n && !l.items().isEmpty(); i++) {
                    all.addAll(l.items());
                }
                yield l.with(all);
            }
            default -> throw wrong("*", what, times);
        };
    }

    private static Object arithmetic(String operator, Number a, Number b) {
        try {
            return a instanceof Long m && b instanceof Long n
                    ? whole(operator, m, n)
                    : floating(operator, a.doubleValue(), b.doubleValue());
        } catch (ArithmeticException _) {
            throw new TemplateFault("the result of '" + operator + "' is beyond 64 bits");
        }
    }

    private static Object whole(String operator, long a, long b) {
        return switch (operator) {
            case "+" -> Math.addExact(a, b);
            case "-" -> Math.subtractExact(a, b);
            case "*" -> Math.multiplyExact(a, b);
            case "/" -> {
                if (Math.abs(a) > EXACT || Math.abs(b) > EXACT) {
                    throw new ArithmeticException();
                }
                yield (double) a / nonZero(b);
            }
            case "//" -> {
                if (a == Long.MIN_VALUE) {
                    throw new ArithmeticException();
                }
                yield Math.floorDiv(a, nonZero(b));
            }
            case "%" -> Math.floorMod(a, nonZero(b));
            case "**" -> power(a, b);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    private static Object power(long a, long b) {
        if (b < 0) {
            return floating("**", (double) a, (double) b);
        }
        long result = 1;
        for (long i = 0; i < b; i++) {
            if (a == 0 || a == 1 || (a == -1 && i > 1)) {
                return a == -1 ? (b % 2 == 0 ? 1L : -1L) : a;
            }
            result = Math.multiplyExact(result, a);
        }
        return result;
    }

    private static long nonZero(long b) {
        if (b == 0) {
            throw new TemplateFault("a number is divided by 0");
        }
        return b;
    }

    private static Object floating(String operator, double a, double b) {
        if (b == 0
                && !operator.equals("+")
                && !operator.equals("-")
                && !operator.equals("*")
                && !operator.equals("**")) {
            throw new TemplateFault("a number is divided by 0");
        }
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//", "%", "**" ->
                    throw new TemplateFault("'" + operator + "' of fractions is not known here");
            default -> throw new IllegalArgumentException(operator);
        };
    }

    static Object signed(boolean negative, Object value) {
        Number number = Values.number(value);
        return switch (number) {
            case Long n -> {
                if (n == Long.MIN_VALUE) {
                    throw new TemplateFault("the number is beyond 64 bits");
                }
                yield negative ? -n : n;
            }
            case Double d -> negative ? -d : d;
            case null, default -> throw new TemplateFault(Values.kind(value) + " has no sign");
        };
    }

    /// An item by its place or key; null where there is none.
    static @Nullable Object item(Budget budget, Object of, Object index) {
        return switch (of) {
            case DictValue d -> isHashable(index) ? d.get(index) : null;
            case ListValue l -> place(l.items(), index);
            case Range r -> place(r.items(), index);
            case String s -> {
                if (!(Values.number(index) instanceof Long)) {
                    yield null;
                }
                budget.spendText(s.length());
                yield place(new TextItems(s), index);
            }
            case Undefined u -> throw u.fault();
            default -> null;
        };
    }

    private static boolean isHashable(Object key) {
        return !(key instanceof ListValue l && !l.tuple()) && !(key instanceof DictValue);
    }

    private static @Nullable Object place(List<Object> items, Object index) {
        if (!(Values.number(index) instanceof Long n)) {
            return null;
        }
        long at = n < 0 ? n + items.size() : n;
        return at >= 0 && at < items.size() ? items.get((int) at) : null;
    }

    /// `of[start:stop:step]`, with null for what is left out.
    static Object slice(
            Budget budget,
            Object of,
            @Nullable Object start,
            @Nullable Object stop,
            @Nullable Object step) {
        return switch (of) {
            case ListValue l -> l.with(taken(budget, l.items(), start, stop, step));
            case String s -> {
                budget.spendText(s.length());
                StringBuilder text = new StringBuilder();
                taken(budget, new TextItems(s), start, stop, step).forEach(text::append);
                yield text.toString();
            }
            case Range _ -> throw new TemplateFault("a slice of a range is not known here");
            case Undefined u -> throw u.fault();
            default -> throw new TemplateFault(Values.kind(of) + " has no slices");
        };
    }

    private static List<Object> taken(
            Budget budget,
            List<Object> items,
            @Nullable Object start,
            @Nullable Object stop,
            @Nullable Object step) {
        long by = bound(step, 1);
        if (by == 0) {
            throw new TemplateFault("the step of a slice is 0");
        }
        int size = items.size();
        long low = by > 0 ? 0 : -1;
        long high = by > 0 ? size : size - 1L;
        long from = resolved(start, size, low, high, by > 0 ? low : high);
        long to = resolved(stop, size, low, high, by > 0 ? high : low);
        List<Object> taken = new ArrayList<>();
        for (long i = from; by > 0 ? i < to : i > to; i += by) {
            taken.add(items.get((int) i));
            if (Math.abs(by) > size) {
                break;
            }
        }
        budget.spend(1 + taken.size());
        return taken;
    }

    private static long resolved(
            @Nullable Object bound, int size, long low, long high, long otherwise) {
        if (bound == null || bound instanceof None) {
            return otherwise;
        }
        long at = bound(bound, otherwise);
        return at < 0 ? Math.max(at + size, low) : Math.min(at, high);
    }

    private static long bound(@Nullable Object value, long otherwise) {
        return switch (value) {
            case null -> otherwise;
            case None _ -> otherwise;
            case Long n -> n;
            case Boolean b -> b ? 1 : 0;
            default -> throw new TemplateFault(Values.kind(value) + " cannot bound a slice");
        };
    }

    /// Python's `round`: to the nearest, half to even, of the exact value.
    static Object rounded(Number value, long digits) {
        if (value instanceof Long n && digits >= 0) {
            return n;
        }
        if (value instanceof Long
                || !Double.isFinite(value.doubleValue())
                || Math.abs(digits) > 300) {
            throw new TemplateFault("rounding this number is not known here");
        }
        BigDecimal exact = new BigDecimal(value.doubleValue());
        double rounded =
                exact.setScale((int) digits, java.math.RoundingMode.HALF_EVEN).doubleValue();
        return rounded == 0 && value.doubleValue() < 0 ? -0.0 : rounded;
    }
}
