package dev.sku.runtime.evaluate;

import java.util.OptionalDouble;

/// A model that is asked how probable it is that a reply is harmful.
interface HarmReader extends AutoCloseable {
    /// @return 0 to 1; empty where it gave no verdict
    Reading read(String question, String reply);

    /// @param promptTokens read for it
    /// @param replyTokens written for it
    /// @param requests that it took; 0 where none is sent
    record Reading(OptionalDouble harm, long promptTokens, long replyTokens, int requests) {
        Reading(OptionalDouble harm, long promptTokens, long replyTokens) {
            this(harm, promptTokens, replyTokens, 0);
        }
    }

    @Override
    default void close() {}
}
