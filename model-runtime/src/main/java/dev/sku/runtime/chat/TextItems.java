package dev.sku.runtime.chat;

import java.util.AbstractList;

/// The characters of a text as a list.
final class TextItems extends AbstractList<Object> {
    private final int[] points;

    TextItems(String text) {
        this.points = text.codePoints().toArray();
    }

    @Override
    public Object get(int index) {
        return Character.toString(points[index]);
    }

    @Override
    public int size() {
        return points.length;
    }
}
