package dev.sku.runtime.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values handed to a function, filter or test.
record Arguments(List<Object> positional, Map<String, Object> named) {
    static final Arguments NOTHING = new Arguments(List.of(), Map.of());

    /// By the names of the parameters, with null for what is not given.
    @Nullable Object[] of(String function, String... parameters) {
        @Nullable Object[] values = new @Nullable Object[parameters.length];
        if (positional.size() > parameters.length) {
            throw new TemplateFault(
                    "'%s' takes at most %d arguments and is given %d"
                            .formatted(function, parameters.length, positional.size()));
        }
        for (int i = 0; i < positional.size(); i++) {
            values[i] = positional.get(i);
        }
        Map<String, Object> left = new LinkedHashMap<>(named);
        for (int i = positional.size(); i < parameters.length; i++) {
            values[i] = left.remove(parameters[i]);
        }
        if (!left.isEmpty()) {
            throw new TemplateFault(
                    "'%s' is given '%s', which it does not take here"
                            .formatted(function, left.keySet().iterator().next()));
        }
        return values;
    }

    /// For a function that takes no names.
    @Nullable Object[] unnamed(String function, String... parameters) {
        if (!named.isEmpty()) {
            throw new TemplateFault("'" + function + "' takes no named arguments");
        }
        return of(function, parameters);
    }

    /// Without the first one.
    Arguments rest() {
        return new Arguments(positional.subList(1, positional.size()), named);
    }
}
