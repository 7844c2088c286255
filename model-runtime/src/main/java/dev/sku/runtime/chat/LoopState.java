package dev.sku.runtime.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// `loop`: where a loop is. Items are taken from their source only when they are asked for.
final class LoopState {
    private final Iterator<Object> source;
    private final Deque<Object> ahead = new ArrayDeque<>();
    private @Nullable Object previous;
    private @Nullable Object current;
    private long index;

    LoopState(Iterator<Object> source) {
        this.source = source;
    }

    boolean hasNext() {
        return !ahead.isEmpty() || source.hasNext();
    }

    Object next() {
        previous = current;
        Object item = ahead.isEmpty() ? source.next() : ahead.removeFirst();
        current = item;
        index++;
        return item;
    }

    Object attribute(String name) {
        return switch (name) {
            case "index" -> index;
            case "index0" -> index - 1;
            case "first" -> index == 1;
            case "last" -> !peeks();
            case "length" -> length();
            case "revindex" -> length() - index + 1;
            case "revindex0" -> length() - index;
            // Of recursive loops, which are not known here.
            case "depth" -> 1L;
            case "depth0" -> 0L;
            case "previtem" ->
                    previous == null ? new Undefined("the item before the first") : previous;
            case "nextitem" ->
                    peeks() ? ahead.getFirst() : new Undefined("the item after the last");
            case "cycle" -> (Function) this::cycle;
            case "changed" -> throw new TemplateFault("'loop.changed' is not known here");
            default -> new Undefined("'loop." + name + "'");
        };
    }

    private Object cycle(Arguments arguments) {
        if (arguments.positional().isEmpty() || !arguments.named().isEmpty()) {
            throw new TemplateFault("'loop.cycle' needs values to choose from");
        }
        return arguments.positional().get((int) ((index - 1) % arguments.positional().size()));
    }

    private boolean peeks() {
        if (ahead.isEmpty() && source.hasNext()) {
            ahead.add(source.next());
        }
        return !ahead.isEmpty();
    }

    private long length() {
        source.forEachRemaining(ahead::add);
        return index + ahead.size();
    }
}
