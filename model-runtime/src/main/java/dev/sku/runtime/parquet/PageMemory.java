package dev.sku.runtime.parquet;

/// What the unpacked pages of all columns may take together.
///
/// A page of 8 MB is a large one; a few writers make one page of a whole column chunk, which can be 100 MB.
final class PageMemory {
    private static final long MOST = 512L << 20;

    private final long limit = Math.min(MOST, Runtime.getRuntime().maxMemory() / 4);
    private long held;

    /// @param more bytes, negative when they are let go
    void take(long more, Place place) {
        if (held + more > limit) {
            throw place.fault(
                    "its pages say that they need more than %d MB at once".formatted(limit >> 20));
        }
        held += more;
    }
}
