package dev.sku.runtime.chat;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `of.name` and `of[key]`, each of which falls back to the other as in Jinja2's sandbox; what Python has and is not known
/// here is refused, and so is what changes a list or a dictionary.
final class Attributes {
    private static final Set<String> OF_DICT =
            Set.of("clear", "copy", "fromkeys", "pop", "popitem", "setdefault", "update");
    private static final Set<String> OF_LIST =
            Set.of(
                    "append", "clear", "copy", "count", "extend", "index", "insert", "pop",
                    "remove", "reverse", "sort");
    private static final Set<String> OF_RANGE = Set.of("count", "index", "start", "step", "stop");
    private static final Set<String> OF_VIEW = Set.of("isdisjoint", "mapping");
    private static final Set<String> OF_NUMBER =
            Set.of(
                    "as_integer_ratio",
                    "bit_count",
                    "bit_length",
                    "conjugate",
                    "denominator",
                    "from_bytes",
                    "fromhex",
                    "hex",
                    "imag",
                    "is_integer",
                    "numerator",
                    "real",
                    "to_bytes");

    private Attributes() {}

    static Object attribute(Budget budget, Object of, String name) {
        Object own = own(budget, of, name);
        if (own != null) {
            return own;
        }
        Object item = of instanceof DictValue d ? d.get(name) : null;
        return item == null ? missing(of, name) : item;
    }

    static Object item(Budget budget, Object of, Object key) {
        Object item = Operators.item(budget, of, key);
        if (item != null) {
            return item;
        }
        Object own = key instanceof String name ? own(budget, of, name) : null;
        return own == null ? missing(of, key instanceof String s ? s : "[…]") : own;
    }

    private static Undefined missing(Object of, String name) {
        return new Undefined("'" + name + "' of " + Values.kind(of));
    }

    /// What Python's object itself has; null where it has none of that name.
    private static @Nullable Object own(Budget budget, Object of, String name) {
        if (name.startsWith("__")) {
            throw new TemplateFault("'" + name + "' is private");
        }
        return switch (of) {
            case Undefined u -> throw u.fault();
            case Namespace n -> n.attributes().get(name);
            case LoopState loop -> loop.attribute(name);
            case String text -> {
                refuse(TextMethods.UNKNOWN, of, name);
                yield TextMethods.of(budget, text, name);
            }
            case DictValue dict -> {
                refuse(OF_DICT, of, name);
                yield ofDict(dict, name);
            }
            case ListValue _ -> refuse(OF_LIST, of, name);
            case Range _ -> refuse(OF_RANGE, of, name);
            case DictView _ -> refuse(OF_VIEW, of, name);
            case Long _, Double _, Boolean _ -> refuse(OF_NUMBER, of, name);
            case None _ -> null;
            default ->
                    throw new TemplateFault(
                            "'" + name + "' of " + Values.kind(of) + " is not known here");
        };
    }

    private static @Nullable Object refuse(Set<String> unknown, Object of, String name) {
        if (unknown.contains(name)) {
            throw new TemplateFault("'" + name + "' of " + Values.kind(of) + " is not known here");
        }
        return null;
    }

    private static @Nullable Function ofDict(DictValue dict, String name) {
        return switch (name) {
            case "items" -> a -> view(DictView.Part.ITEMS, dict, name, a);
            case "keys" -> a -> view(DictView.Part.KEYS, dict, name, a);
            case "values" -> a -> view(DictView.Part.VALUES, dict, name, a);
            case "get" ->
                    a -> {
                        @Nullable Object[] given = a.unnamed(name, "key", "default");
                        if (given[0] == null) {
                            throw new TemplateFault("'get' needs a key");
                        }
                        Object value = dict.get(given[0]);
                        return value != null ? value : given[1] != null ? given[1] : None.NONE;
                    };
            default -> null;
        };
    }

    private static Object view(
            DictView.Part part, DictValue dict, String name, Arguments arguments) {
        arguments.of(name);
        return new DictView(part, dict);
    }
}
