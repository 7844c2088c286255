package dev.sku.runtime.weights;

import java.io.IOException;

/// Work on something open that may fail as files fail.
@FunctionalInterface
public interface IoConsumer<T> {
    void accept(T open) throws IOException;
}
