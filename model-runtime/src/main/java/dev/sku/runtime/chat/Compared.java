package dev.sku.runtime.chat;

/// `==`, `<` and the like, `in` and `not in`.
final class Compared {
    private Compared() {}

    static boolean by(Budget budget, String operator, Object a, Object b) {
        return switch (operator) {
            case "==" -> Values.equal(budget, a, b);
            case "!=" -> !Values.equal(budget, a, b);
            case "in" -> Values.contains(budget, b, a);
            case "not in" -> !Values.contains(budget, b, a);
            default -> {
                if (b instanceof Undefined u) {
                    throw u.fault();
                }
                Integer order = Values.order(budget, a, b);
                yield order != null
                        && switch (operator) {
                            case "<" -> order < 0;
                            case "<=" -> order <= 0;
                            case ">" -> order > 0;
                            case ">=" -> order >= 0;
                            default -> throw new IllegalArgumentException(operator);
                        };
            }
        };
    }
}
