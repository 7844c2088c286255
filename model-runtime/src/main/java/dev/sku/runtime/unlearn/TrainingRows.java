package dev.sku.runtime.unlearn;

import dev.sku.protocol.Method;
import dev.sku.protocol.RunSpec;
import dev.sku.runtime.data.MicroBatch;
import dev.sku.runtime.data.PromptTemplate;
import dev.sku.runtime.data.RunData;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.data.TokenRow;
import java.util.ArrayList;
import java.util.List;

/// The tokenized rows that a plan's indices point to.
///
/// @param harmful harmful questions; their answers are safe ones where the method relabels them
/// @param mismatched rows whose answers follow other questions
/// @param maxTokens a question with another's answer is cut to it
public record TrainingRows(
        List<TokenRow> harmful, List<TokenRow> mismatched, List<TokenRow> normal, int maxTokens) {
    public static TrainingRows of(
            RunSpec spec, RunData data, TextTokenizer tokenizer, int maxTokens) {
        List<TokenRow> harmful = data.harmful().tokens();
        List<TokenRow> normal = data.normal().tokens();
        if (spec.method() == Method.RELABEL) {
            harmful =
                    Relabelling.rows(
                            data.harmful().examples(),
                            tokenizer,
                            PromptTemplate.of(spec.data().template(), tokenizer),
                            maxTokens,
                            spec.baseline().refusal());
        }
        boolean fromNormal = spec.method() == Method.GRADIENT_ASCENT_MISMATCH;
        return new TrainingRows(harmful, fromNormal ? normal : harmful, normal, maxTokens);
    }

    StepBatch batch(MicroBatch planned) {
        List<TokenRow> questions = planned.harmful().stream().map(harmful::get).toList();
        List<List<TokenRow>> random = new ArrayList<>();
        for (int b = 0; b < questions.size(); b++) {
            TokenRow question = questions.get(b);
            List<Integer> answers =
                    planned.random().isEmpty() ? planned.sharedRandom() : planned.random().get(b);
            random.add(
                    answers.stream()
                            .map(a -> question.withAnswerOf(mismatched.get(a), maxTokens))
                            .toList());
        }
        return new StepBatch(
                questions, random, planned.normal().stream().map(normal::get).toList());
    }
}
