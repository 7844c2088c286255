package dev.sku.runtime.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What a template's names stand for, from JSON.
final class Names {
    private Names() {}

    static Map<String, Object> of(JsonNode object) {
        Map<String, Object> names = new LinkedHashMap<>();
        object.forEachEntry((name, value) -> names.put(name, value(value)));
        return names;
    }

    private static Object value(JsonNode node) {
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber()) {
            return node.longValue();
        }
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (node.isArray()) {
            List<Object> items = new ArrayList<>();
            node.forEach(n -> items.add(value(n)));
            return ListValue.list(items);
        }
        return node.isObject() ? DictValue.of(of(node)) : None.NONE;
    }
}
