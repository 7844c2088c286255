package dev.sku.runtime.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The filters of many values.
final class SequenceFilters {
    static final Set<String> KNOWN =
            Set.of(
                    "dictsort",
                    "first",
                    "join",
                    "last",
                    "list",
                    "map",
                    "max",
                    "min",
                    "reject",
                    "rejectattr",
                    "reverse",
                    "select",
                    "selectattr",
                    "sort",
                    "sum",
                    "unique");

    private SequenceFilters() {}

    static Object apply(Budget budget, String name, Object value, Arguments arguments) {
        return switch (name) {
            case "first" -> {
                arguments.of(name);
                Iterator<Object> items = Values.iterate(budget, value);
                yield items.hasNext() ? items.next() : new Undefined("the first of no items");
            }
            case "last" -> {
                arguments.of(name);
                List<Object> items = Values.items(budget, lasting(name, value));
                yield items.isEmpty() ? new Undefined("the last of no items") : items.getLast();
            }
            case "list" -> {
                arguments.of(name);
                yield ListValue.list(new ArrayList<>(Values.items(budget, value)));
            }
            case "reverse" -> reverse(budget, name, value, arguments);
            case "join" -> join(budget, value, arguments);
            case "map" -> map(budget, value, arguments);
            case "select", "reject" -> {
                Predicate<Object> test = test(budget, arguments);
                yield chosen(budget, value, name.equals("select") ? test : test.negate());
            }
            case "selectattr", "rejectattr" -> {
                if (arguments.positional().isEmpty()) {
                    throw new TemplateFault("'" + name + "' needs an attribute");
                }
                UnaryOperator<Object> attribute =
                        attribute(budget, arguments.positional().getFirst());
                Predicate<Object> test = test(budget, arguments.rest());
                boolean select = name.equals("selectattr");
                yield chosen(budget, value, i -> test.test(attribute.apply(i)) == select);
            }
            case "sort" -> {
                @Nullable Object[] given =
                        arguments.of(name, "reverse", "case_sensitive", "attribute");
                List<Object> items = new ArrayList<>(Values.items(budget, value));
                Comparator<Object> order = order(budget, given[1], given[2]);
                items.sort(given[0] != null && Values.isTrue(given[0]) ? order.reversed() : order);
                yield ListValue.list(items);
            }
            case "min", "max" -> {
                @Nullable Object[] given = arguments.of(name, "case_sensitive", "attribute");
                Comparator<Object> order = order(budget, given[0], given[1]);
                List<Object> items = Values.items(budget, value);
                yield items.isEmpty()
                        ? new Undefined("the " + name + " of no items")
                        : name.equals("min")
                                ? Collections.min(items, order)
                                : items.stream()
                                        .reduce((a, b) -> order.compare(b, a) > 0 ? b : a)
                                        .get();
            }
            case "dictsort" -> dictsort(budget, value, arguments);
            case "unique" -> unique(budget, value, arguments);
            case "sum" -> {
                @Nullable Object[] given = arguments.of(name, "attribute", "start");
                UnaryOperator<Object> attribute = attributeOrAll(budget, given[0]);
                Object sum = given[1] == null ? 0L : given[1];
                if (sum instanceof String) {
                    throw new TemplateFault("'sum' cannot add texts");
                }
                for (Object item : Values.items(budget, value)) {
                    sum = Operators.binary(budget, "+", sum, attribute.apply(item));
                }
                yield sum;
            }
            default -> throw new TemplateFault("the filter '" + name + "' is not known here");
        };
    }

    private static Object lasting(String name, Object value) {
        if (value instanceof Once) {
            throw new TemplateFault("a generator has no '" + name + "'; '| list' makes it a list");
        }
        return value;
    }

    private static Object reverse(Budget budget, String name, Object value, Arguments arguments) {
        arguments.of(name);
        if (value instanceof String s) {
            budget.text(s.length());
            List<Object> characters = new TextItems(s).reversed();
            StringBuilder out = new StringBuilder();
            characters.forEach(out::append);
            return out.toString();
        }
        if (value instanceof Once) {
            return ListValue.list(new ArrayList<>(Values.items(budget, value).reversed()));
        }
        return new Once(budget, Values.items(budget, value).reversed().iterator());
    }

    private static Object join(Budget budget, Object value, Arguments arguments) {
        @Nullable Object[] given = arguments.of("join", "d", "attribute");
        String between = given[0] == null ? "" : PythonText.str(budget, given[0]);
        UnaryOperator<Object> attribute = attributeOrAll(budget, given[1]);
        StringBuilder out = new StringBuilder();
        String before = "";
        for (Iterator<Object> i = Values.iterate(budget, value); i.hasNext(); ) {
            out.append(before).append(PythonText.str(budget, attribute.apply(i.next())));
            before = between;
            budget.within(out.length());
        }
        return budget.text(out.toString());
    }

    private static Object map(Budget budget, Object value, Arguments arguments) {
        if (!Values.isTrue(value)) {
            return new Once(budget, Collections.emptyIterator());
        }
        if (arguments.positional().isEmpty() && arguments.named().containsKey("attribute")) {
            @Nullable Object[] given = arguments.of("map", "attribute", "default");
            Object otherwise = given[1];
            Object path = given[0] == null ? None.NONE : given[0];
            UnaryOperator<Object> attribute = attribute(budget, path, otherwise);
            return new Once(budget, Values.iterate(budget, value)).map(attribute);
        }
        if (arguments.positional().isEmpty()) {
            throw new TemplateFault("'map' needs a filter or an attribute");
        }
        String filter = TextMethods.text("map", arguments.positional().getFirst());
        if (!Filters.isKnown(filter)) {
            throw new TemplateFault("the filter '" + filter + "' is not known here");
        }
        Arguments rest = arguments.rest();
        return new Once(budget, Values.iterate(budget, value))
                .map(item -> Filters.apply(budget, filter, item, rest));
    }

    private static Object chosen(Budget budget, Object value, Predicate<Object> which) {
        return Values.isTrue(value)
                ? new Once(budget, Values.iterate(budget, value)).filter(which)
                : new Once(budget, Collections.emptyIterator());
    }

    private static Predicate<Object> test(Budget budget, Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            return Values::isTrue;
        }
        String test = Tests.named(TextMethods.text("select", arguments.positional().getFirst()));
        Arguments rest = arguments.rest();
        return item -> Tests.holds(budget, test, item, rest);
    }

    private static UnaryOperator<Object> attributeOrAll(Budget budget, @Nullable Object path) {
        return path == null || path instanceof None ? i -> i : attribute(budget, path);
    }

    private static UnaryOperator<Object> attribute(Budget budget, Object path) {
        return attribute(budget, path, null);
    }

    /// Of items: by keys with dots between, whole numbers among them.
    private static UnaryOperator<Object> attribute(
            Budget budget, Object path, @Nullable Object otherwise) {
        List<Object> keys = new ArrayList<>();
        if (path instanceof Long) {
            keys.add(path);
        } else {
            for (String key : TextMethods.text("attribute", path).split("\\.", -1)) {
                keys.add(key.matches("\\d{1,9}") ? Long.valueOf(key) : key);
            }
        }
        return item -> {
            Object value = item;
            for (Object key : keys) {
                budget.spend(1);
                value = Attributes.item(budget, value, key);
                if (value instanceof Undefined
                        && otherwise != null
                        && !(otherwise instanceof None)) {
                    value = otherwise;
                }
            }
            return value;
        };
    }

    /// By an attribute, texts without regard to capitals unless asked for.
    private static Comparator<Object> order(
            Budget budget, @Nullable Object sensitive, @Nullable Object path) {
        if (path instanceof String s && s.contains(",")) {
            throw new TemplateFault("several attributes in one are not known here");
        }
        UnaryOperator<Object> attribute = attributeOrAll(budget, path);
        boolean exact = sensitive != null && Values.isTrue(sensitive);
        return (a, b) -> {
            Object left = folded(attribute.apply(a), exact);
            Object right = folded(attribute.apply(b), exact);
            Integer order = Values.order(budget, left, right);
            if (order == null) {
                throw new TemplateFault("what is not a number has no order");
            }
            return order;
        };
    }

    private static Object folded(Object value, boolean exact) {
        return value instanceof String s && !exact ? CodePoints.lower(s) : value;
    }

    private static Object dictsort(Budget budget, Object value, Arguments arguments) {
        @Nullable Object[] given = arguments.of("dictsort", "case_sensitive", "by", "reverse");
        Object by = given[1] == null ? "key" : given[1];
        if (!(value instanceof DictValue dict) || !(by.equals("key") || by.equals("value"))) {
            throw new TemplateFault("'dictsort' needs a dictionary, by 'key' or by 'value'");
        }
        Comparator<Object> order = order(budget, given[0], by.equals("key") ? 0L : 1L);
        List<Object> pairs =
                new ArrayList<>(Values.items(budget, new DictView(DictView.Part.ITEMS, dict)));
        pairs.sort(given[2] != null && Values.isTrue(given[2]) ? order.reversed() : order);
        return ListValue.list(pairs);
    }

    private static Object unique(Budget budget, Object value, Arguments arguments) {
        @Nullable Object[] given = arguments.of("unique", "case_sensitive", "attribute");
        UnaryOperator<Object> attribute = attributeOrAll(budget, given[1]);
        boolean exact = given[0] != null && Values.isTrue(given[0]);
        DictValue keys = new DictValue();
        return new Once(budget, Values.iterate(budget, value))
                .filter(item -> {
                    Object key = folded(attribute.apply(item), exact);
                    boolean fresh = keys.get(key) == null;
                    keys.put(key, None.NONE);
                    return fresh;
                });
    }
}
