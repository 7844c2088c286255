package dev.sku.runtime.unlearn;

import dev.sku.protocol.Event;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Measurement;
import dev.sku.runtime.evaluate.Evaluation;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.runs.RunJournal;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Measures models of a run and keeps what it finds in the journal: the numbers, how it asked, and some replies to look at.
///
/// @param samples how many replies to harmful prompts are kept, and half as many to normal ones
public record JournaledEvaluation(
        Evaluation evaluation,
        MeasuredPoint.Conditions conditions,
        RunJournal journal,
        int samples) {
    /// @param cancelled asked before every token
    /// @return empty when it was cancelled
    public Optional<Measurement> measure(
            int step, double lambda, Variant variant, BooleanSupplier cancelled) {
        long began = System.nanoTime();
        Optional<Evaluation.Result> result = evaluation.measure(variant, cancelled);
        result.ifPresent(r -> {
            double seconds = (System.nanoTime() - began) / 1e9;
            journal.append(
                    new Event.EvaluationCompleted(
                            step, lambda, r.measurement(), seconds, conditions));
            append(step, lambda, r.unseen(), samples, true);
            append(step, lambda, r.normal(), (samples + 1) / 2, false);
        });
        return result.map(Evaluation.Result::measurement);
    }

    private void append(
            int step, double lambda, List<Evaluation.Answer> answers, int most, boolean harmful) {
        for (Evaluation.Answer answer : answers.subList(0, Math.min(most, answers.size()))) {
            journal.append(
                    new Event.SampleReply(
                            step,
                            lambda,
                            answer.promptText(),
                            answer.reply(),
                            harmful,
                            answer.outcome()));
        }
    }
}
