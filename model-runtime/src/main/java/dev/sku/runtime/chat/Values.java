package dev.sku.runtime.chat;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What Python holds of values: which are true, which are equal, which comes first, and what items they have.
///
/// A value is a `String`, `Long`, `Double`, `Boolean`, [None], [Undefined], [ListValue], [DictValue], [DictView], [Range],
/// [Once], [Namespace], [LoopState] or [Function].
final class Values {
    private Values() {}

    /// For a person.
    static String kind(Object value) {
        return switch (value) {
            case String _ -> "a text";
            case Long _, Double _ -> "a number";
            case Boolean b -> b ? "true" : "false";
            case None _ -> "none";
            case Undefined u -> u.words() + " (not defined)";
            case ListValue l -> l.tuple() ? "a tuple" : "a list";
            case DictValue _ -> "a dictionary";
            case DictView _ -> "a view of a dictionary";
            case Range _ -> "a range";
            case Once _ -> "a generator";
            case Namespace _ -> "a namespace";
            case LoopState _ -> "'loop'";
            case Function _ -> "a function";
            default -> throw new IllegalArgumentException(value.getClass().toString());
        };
    }

    static boolean isTrue(Object value) {
        return switch (value) {
            case String s -> !s.isEmpty();
            case Long n -> n != 0;
            case Double d -> d != 0;
            case Boolean b -> b;
            case None _, Undefined _ -> false;
            case ListValue l -> !l.items().isEmpty();
            case DictValue d -> d.size() > 0;
            case DictView v -> v.dict().size() > 0;
            case Range r -> !r.items().isEmpty();
            default -> true;
        };
    }

    /// The number that a number, true or false is; null for anything else.
    static @Nullable Number number(Object value) {
        return switch (value) {
            case Long n -> n;
            case Double d -> d;
            case Boolean b -> b ? 1L : 0L;
            default -> null;
        };
    }

    static boolean equal(Budget budget, Object a, Object b) {
        budget.enter();
        budget.spend(1);
        boolean equal = same(budget, a, b);
        budget.leave();
        return equal;
    }

    private static boolean same(Budget budget, Object a, Object b) {
        Number left = number(a);
        Number right = number(b);
        if (left != null && right != null) {
            return isOrdered(left, right) && compare(left, right) == 0;
        }
        return switch (a) {
            case String s when b instanceof String t -> {
                budget.spendText(s.length() == t.length() ? s.length() : 0);
                yield s.equals(t);
            }
            case ListValue l when b instanceof ListValue m && l.tuple() == m.tuple() ->
                    equalItems(budget, l.items(), m.items());
            case Range r when b instanceof Range q -> {
                budget.spend(r.items().size());
                yield r.items().equals(q.items());
            }
            case DictValue d when b instanceof DictValue e -> equalEntries(budget, d, e);
            case None _, Undefined _ -> a.equals(b);
            case DictView _ when b instanceof DictView ->
                    throw new TemplateFault("comparing views of dictionaries is not known here");
            default -> same(a, b);
        };
    }

    /// Python's `is`: the same object, whatever it holds.
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(Object a, Object b) {
        return a == b;
    }

    private static boolean equalItems(Budget budget, List<Object> a, List<Object> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i)) && !equal(budget, a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalEntries(Budget budget, DictValue a, DictValue b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (DictValue.Entry entry : a.entries()) {
            Object other = b.get(entry.key());
            if (other == null
                    || (!same(other, entry.value()) && !equal(budget, entry.value(), other))) {
                return false;
            }
        }
        return true;
    }

    /// Which comes first, of two numbers, texts or lists; a fault for anything else.
    ///
    /// @return null where neither does: one is not a number
    static @Nullable Integer order(Budget budget, Object a, Object b) {
        budget.enter();
        budget.spend(1);
        Integer order = ordered(budget, a, b);
        budget.leave();
        return order;
    }

    private static @Nullable Integer ordered(Budget budget, Object a, Object b) {
        Number left = number(a);
        Number right = number(b);
        if (left != null && right != null) {
            return isOrdered(left, right) ? compare(left, right) : null;
        }
        if (a instanceof String s && b instanceof String t) {
            budget.spendText(Math.min(s.length(), t.length()));
            return CodePoints.compare(s, t);
        }
        if (a instanceof ListValue l && b instanceof ListValue m && l.tuple() == m.tuple()) {
            for (int i = 0; i < Math.min(l.items().size(), m.items().size()); i++) {
                if (!equal(budget, l.items().get(i), m.items().get(i))) {
                    return order(budget, l.items().get(i), m.items().get(i));
                }
            }
            return Integer.compare(l.items().size(), m.items().size());
        }
        if (a instanceof Undefined u) {
            throw u.fault();
        }
        throw new TemplateFault(kind(a) + " and " + kind(b) + " have no order");
    }

    private static boolean isOrdered(Number a, Number b) {
        return !Double.isNaN(a.doubleValue()) && !Double.isNaN(b.doubleValue());
    }

    private static int compare(Number a, Number b) {
        if (a instanceof Long m && b instanceof Long n) {
            return Long.compare(m, n);
        }
        if (Double.isInfinite(a.doubleValue()) || Double.isInfinite(b.doubleValue())) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        return exact(a).compareTo(exact(b));
    }

    static BigDecimal exact(Number number) {
        return number instanceof Long n
                ? BigDecimal.valueOf(n)
                : new BigDecimal(number.doubleValue());
    }

    /// The items one after the other.
    static Iterator<Object> iterate(Budget budget, Object value) {
        return switch (value) {
            case Once once -> once;
            case Undefined _ -> List.of().iterator();
            case String s -> {
                budget.text(s.length());
                yield s.codePoints().<Object>mapToObj(Character::toString).iterator();
            }
            case LoopState _ -> throw new TemplateFault("iterating over 'loop' is not known here");
            default -> items(budget, value).iterator();
        };
    }

    /// All items; takes them from a generator.
    static List<Object> items(Budget budget, Object value) {
        List<Object> items =
                switch (value) {
                    case ListValue l -> l.items();
                    case DictValue d -> new DictView(DictView.Part.KEYS, d).items();
                    case DictView v -> v.items();
                    case Range r -> r.items();
                    case String _, Once _, Undefined _ -> {
                        List<Object> all = new java.util.ArrayList<>();
                        iterate(budget, value).forEachRemaining(all::add);
                        yield all;
                    }
                    default -> throw new TemplateFault(kind(value) + " has no items");
                };
        budget.spend(items.size());
        return items;
    }

    static long length(Budget budget, Object value) {
        return switch (value) {
            case String s -> {
                budget.spendText(s.length());
                yield s.codePointCount(0, s.length());
            }
            case ListValue l -> l.items().size();
            case DictValue d -> d.size();
            case DictView v -> v.dict().size();
            case Range r -> r.items().size();
            case Undefined _ -> 0;
            default -> throw new TemplateFault(kind(value) + " has no length");
        };
    }

    /// Whether something is in something else.
    static boolean contains(Budget budget, Object in, Object value) {
        return switch (in) {
            case String s -> {
                if (!(value instanceof String part)) {
                    throw new TemplateFault(kind(value) + " cannot be looked for in a text");
                }
                budget.spendSearch(s, part);
                yield s.contains(part);
            }
            case DictValue d -> d.get(value) != null;
            case DictView v when v.part() == DictView.Part.KEYS -> v.dict().get(value) != null;
            case DictView _, ListValue _, Range _, Once _, Undefined _ -> {
                Iterator<Object> items = iterate(budget, in);
                boolean found = false;
                while (!found && items.hasNext()) {
                    Object item = items.next();
                    found = same(item, value) || equal(budget, item, value);
                }
                yield found;
            }
            default -> throw new TemplateFault(kind(in) + " has no items to look among");
        };
    }
}
