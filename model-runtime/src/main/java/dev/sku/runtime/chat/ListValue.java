package dev.sku.runtime.chat;

import java.util.List;

/// Python's list or tuple; templates cannot change either.
record ListValue(boolean tuple, List<Object> items) {
    static ListValue list(List<Object> items) {
        return new ListValue(false, items);
    }

    static ListValue tuple(List<Object> items) {
        return new ListValue(true, items);
    }

    ListValue with(List<Object> others) {
        return new ListValue(tuple, others);
    }
}
