package dev.sku.runtime.unlearn;

import dev.sku.protocol.Event;
import dev.sku.runtime.evaluate.Evaluation;
import dev.sku.runtime.runs.RunJournal;
import java.util.List;

/// A measurement as the journal keeps it: the numbers, and some replies to look at.
public final class EvaluationEvents {
    private EvaluationEvents() {}

    /// @param samples how many replies to harmful prompts, and half as many to normal ones
    public static void append(
            RunJournal journal,
            int step,
            double lambda,
            Evaluation.Result result,
            int samples,
            double seconds) {
        journal.append(new Event.EvaluationCompleted(step, lambda, result.measurement(), seconds));
        append(journal, step, lambda, result.unseen(), samples, true);
        append(journal, step, lambda, result.normal(), (samples + 1) / 2, false);
    }

    private static void append(
            RunJournal journal,
            int step,
            double lambda,
            List<Evaluation.Answer> answers,
            int samples,
            boolean harmful) {
        for (Evaluation.Answer answer : answers.subList(0, Math.min(samples, answers.size()))) {
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
