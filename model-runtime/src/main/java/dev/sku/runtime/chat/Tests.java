package dev.sku.runtime.chat;

import java.util.Set;

/// What a template can ask by `is`.
final class Tests {
    private static final Set<String> KNOWN =
            Set.of(
                    "odd",
                    "even",
                    "divisibleby",
                    "defined",
                    "undefined",
                    "none",
                    "boolean",
                    "false",
                    "true",
                    "integer",
                    "float",
                    "lower",
                    "upper",
                    "string",
                    "mapping",
                    "number",
                    "sequence",
                    "iterable",
                    "callable",
                    "in",
                    "eq",
                    "equalto",
                    "ne",
                    "gt",
                    "greaterthan",
                    "ge",
                    "lt",
                    "lessthan",
                    "le",
                    "sameas");

    private Tests() {}

    static boolean isKnown(String name) {
        return KNOWN.contains(name);
    }

    /// As `select` names them, which knows signs too.
    static String named(String name) {
        return switch (name) {
            case "==" -> "eq";
            case "!=" -> "ne";
            case ">" -> "gt";
            case ">=" -> "ge";
            case "<" -> "lt";
            case "<=" -> "le";
            default -> {
                if (!isKnown(name)) {
                    throw new TemplateFault("the test '" + name + "' is not known here");
                }
                yield name;
            }
        };
    }

    static boolean holds(Budget budget, String name, Object value, Arguments arguments) {
        return switch (name) {
            case "divisibleby",
                    "in",
                    "eq",
                    "equalto",
                    "ne",
                    "gt",
                    "greaterthan",
                    "ge",
                    "lt",
                    "lessthan",
                    "le",
                    "sameas" -> {
                Object other = arguments.of(name, "other")[0];
                if (other == null) {
                    throw new TemplateFault(
                            "the test '" + name + "' needs something to compare with");
                }
                yield compares(budget, name, value, other);
            }
            default -> {
                arguments.of(name);
                yield is(budget, name, value);
            }
        };
    }

    private static boolean compares(Budget budget, String name, Object value, Object other) {
        return switch (name) {
            case "divisibleby" -> Operators.binary(budget, "%", value, other).equals(0L);
            case "in" -> Values.contains(budget, other, value);
            case "eq", "equalto" -> Values.equal(budget, value, other);
            case "ne" -> !Values.equal(budget, value, other);
            case "gt", "greaterthan" -> Compared.by(budget, ">", value, other);
            case "ge" -> Compared.by(budget, ">=", value, other);
            case "lt", "lessthan" -> Compared.by(budget, "<", value, other);
            case "le" -> Compared.by(budget, "<=", value, other);
            case "sameas" -> same(value, other);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /// Only of true, false and none is it known whether they are one object.
    private static boolean same(Object value, Object other) {
        if (!single(value) && !single(other)) {
            throw new TemplateFault(
                    "'sameas' of anything but true, false and none is not known here");
        }
        return value.equals(other);
    }

    private static boolean single(Object value) {
        return value instanceof Boolean || value instanceof None;
    }

    private static boolean is(Budget budget, String name, Object value) {
        return switch (name) {
            case "odd" -> Operators.binary(budget, "%", value, 2L).equals(1L);
            case "even" -> Operators.binary(budget, "%", value, 2L).equals(0L);
            case "defined" -> !(value instanceof Undefined);
            case "undefined" -> value instanceof Undefined;
            case "none" -> value instanceof None;
            case "boolean" -> value instanceof Boolean;
            case "false" -> value.equals(false);
            case "true" -> value.equals(true);
            case "integer" -> value instanceof Long;
            case "float" -> value instanceof Double;
            case "lower", "upper" -> {
                Function method =
                        TextMethods.of(budget, PythonText.str(budget, value), "is" + name);
                yield method != null && Values.isTrue(method.call(Arguments.NOTHING));
            }
            case "string" -> value instanceof String;
            case "mapping" -> value instanceof DictValue;
            case "number" -> Values.number(value) != null;
            case "sequence" ->
                    value instanceof String
                            || value instanceof ListValue
                            || value instanceof DictValue
                            || value instanceof Range
                            || value instanceof Undefined;
            case "iterable" ->
                    !(value instanceof None
                            || value instanceof Function
                            || value instanceof Namespace
                            || Values.number(value) != null);
            case "callable" -> value instanceof Function || value instanceof Undefined;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
