package dev.sku.runtime.chat;

import java.util.LinkedHashMap;
import java.util.Map;

/// `namespace(…)`: the one thing whose attributes a template can change.
record Namespace(Map<String, Object> attributes) {
    Namespace() {
        this(new LinkedHashMap<>());
    }
}
