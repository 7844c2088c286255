package dev.sku.runtime.data;

import java.util.Arrays;

/// Token ids of a question with its answer.
///
/// @param ids (T), special tokens included, without padding; owned by the row: not to be changed
/// @param answerStart position of the first token that belongs to the answer
@SuppressWarnings(
        "ArrayRecordComponent") // equality is by content, see below; boxing every token would cost
public record TokenRow(long[] ids, int answerStart) {
    public TokenRow {
        if (answerStart < 0 || answerStart > ids.length) {
            throw new IllegalArgumentException(
                    "answer start " + answerStart + " in " + ids.length + " tokens");
        }
    }

    public int length() {
        return ids.length;
    }

    public int answerLength() {
        return ids.length - answerStart;
    }

    /// This row's prompt followed by another row's answer: what random disassociation trains on.
    public TokenRow withAnswerOf(TokenRow other, int maxTokens) {
        int length = Math.min(answerStart + other.answerLength(), maxTokens);
        long[] joined = Arrays.copyOf(ids, length);
        int copied = length - answerStart;
        if (copied > 0) {
            System.arraycopy(other.ids, other.answerStart, joined, answerStart, copied);
        }
        return new TokenRow(joined, Math.min(answerStart, length));
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof TokenRow(long[] other, int start)
                && start == answerStart
                && Arrays.equals(ids, other);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + answerStart;
    }

    @Override
    public String toString() {
        return "TokenRow[ids=" + Arrays.toString(ids) + ", answerStart=" + answerStart + "]";
    }
}
