package dev.sku.runtime.bench;

import dev.sku.runtime.data.TokenRow;
import dev.sku.runtime.unlearn.StepBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Random rows of one step after the other.
final class BenchRows {
    /// Ids below are special tokens.
    private static final int FIRST_ID = 4;

    /// Question 25, answer 140.
    static final int LONGEST_REAL = 165;

    private final BenchSpec spec;
    private final SplittableRandom random;

    BenchRows(BenchSpec spec) {
        this.spec = spec;
        this.random = new SplittableRandom(spec.seed());
    }

    StepBatch next() {
        List<TokenRow> harmful = new ArrayList<>();
        List<List<TokenRow>> others = new ArrayList<>();
        List<TokenRow> normal = new ArrayList<>();
        for (int b = 0; b < spec.batch(); b++) {
            TokenRow row = row(12, 25, 40, 140);
            List<TokenRow> answers = new ArrayList<>();
            for (int k = 0; k < spec.randomAnswers(); k++) {
                answers.add(row.withAnswerOf(row(12, 25, 40, 140), Integer.MAX_VALUE));
            }
            harmful.add(row);
            others.add(answers);
            normal.add(row(10, 20, 8, 40));
        }
        return new StepBatch(harmful, others, normal);
    }

    /// Tokens that a trainer without any sharing would train on.
    static int tokens(StepBatch batch) {
        int tokens = 0;
        for (int b = 0; b < batch.harmful().size(); b++) {
            tokens += batch.harmful().get(b).length() + batch.normal().get(b).length();
            tokens += batch.random().get(b).stream().mapToInt(TokenRow::length).sum();
        }
        return tokens;
    }

    private TokenRow row(int shortestQuestion, int longestQuestion, int shortest, int longest) {
        return switch (spec.rows()) {
            case UNIFORM -> tokens(spec.shape().tokens(), spec.shape().tokens() / 3);
            case REAL -> {
                int question = random.nextInt(shortestQuestion, longestQuestion + 1);
                yield tokens(question + random.nextInt(shortest, longest + 1), question);
            }
        };
    }

    private TokenRow tokens(int length, int answerStart) {
        long[] ids = ids(length);
        return new TokenRow(ids, answerStart);
    }

    long[] ids(int length) {
        return random.longs(length, FIRST_ID, spec.shape().vocabulary()).toArray();
    }
}
