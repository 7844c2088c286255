package dev.sku.runtime.chat;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Python's dictionary: keys in the order they came; 1, 1.0 and true are one key.
final class DictValue {
    private final Map<Object, Entry> entries = new LinkedHashMap<>();

    record Entry(Object key, Object value) {}

    static DictValue of(Map<String, ?> entries) {
        DictValue dict = new DictValue();
        entries.forEach(dict::put);
        return dict;
    }

    void put(Object key, Object value) {
        Object same = same(key);
        Entry before = entries.get(same);
        entries.put(same, new Entry(before == null ? key : before.key, value));
    }

    @Nullable Object get(Object key) {
        Entry entry = entries.get(same(key));
        return entry == null ? null : entry.value;
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    int size() {
        return entries.size();
    }

    private static Object same(Object key) {
        return switch (key) {
            case String s -> s;
            case Long n -> n;
            case None none -> none;
            case Boolean b -> b ? 1L : 0L;
            case Double d when d == Math.rint(d) && Math.abs(d) < 1L << 53 -> (long) (double) d;
            case Double d -> d;
            case Undefined u -> u;
            default ->
                    throw new TemplateFault(
                            Values.kind(key) + " as the key of a dictionary is not known here");
        };
    }
}
