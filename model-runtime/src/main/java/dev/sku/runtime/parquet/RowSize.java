package dev.sku.runtime.parquet;

import org.jspecify.annotations.Nullable;

/// How long the row at hand has become, and what is wrong with it.
final class RowSize {
    /// What a value counts beside its text.
    static final int NODE = 8;

    private static final long ENDLESS = 1L << 30;

    private final int longest;
    private final Place place;
    private long bytes;
    private @Nullable String fault;

    RowSize(int longest, Place place) {
        this.longest = longest;
        this.place = place;
    }

    /// Whether there is room for so many bytes more; from the first time on that there is not, never.
    boolean takes(int more) {
        bytes += more;
        if (bytes > ENDLESS) {
            throw place.fault("a row in it is longer than 1 GB");
        }
        if (bytes > longest) {
            fault = "the row is longer than %d MB".formatted(longest >> 20);
        }
        return bytes <= longest;
    }

    /// The first fault counts.
    void fault(String reason) {
        if (fault == null) {
            fault = reason;
        }
    }

    /// Ends the row.
    @Nullable String takeFault() {
        String found = fault;
        fault = null;
        bytes = 0;
        return found;
    }
}
