package dev.sku.runtime.chat;

import java.util.AbstractList;
import java.util.List;

/// Python's `range`.
record Range(long start, long stop, long step) {
    /// The sandbox's own limit.
    private static final long LONGEST = 100_000;

    Range {
        if (step == 0) {
            throw new TemplateFault("the step of range() is 0");
        }
        if (length(start, stop, step) > LONGEST) {
            throw new TemplateFault("range() gives more than " + LONGEST + " numbers");
        }
    }

    private static double length(long start, long stop, long step) {
        return Math.max(0, Math.ceil(((double) stop - start) / step));
    }

    List<Object> items() {
        int size = (int) length(start, stop, step);
        return new AbstractList<>() {
            @Override
            public Object get(int index) {
                return start + java.util.Objects.checkIndex(index, size) * step;
            }

            @Override
            public int size() {
                return size;
            }
        };
    }
}
