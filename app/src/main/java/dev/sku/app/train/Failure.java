package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.protocol.Problem;
import java.util.Locale;

/// What went wrong with a run, in words.
///
/// @param sentence what happened and what to do
/// @param safe what is kept and what is lost
/// @param detail for those who look closer, may be empty
record Failure(String title, String sentence, String safe, String code, String detail) {
    static Failure of(Problem problem, int step, int checkpoint) {
        return new Failure(
                text("failure.title", Numbers.whole(step)),
                problem.sentence(Locale.ENGLISH),
                safe(step, checkpoint),
                problem.code().name(),
                problem.detail() == null ? "" : problem.detail());
    }

    /// Nothing is said of what could be gone on from.
    Failure withoutCheckpoint() {
        return new Failure(title, sentence, "", code, detail);
    }

    static Failure interrupted(int step, int checkpoint) {
        return new Failure(
                text("failure.interrupted.title", Numbers.whole(step)),
                text("failure.interrupted.sentence"),
                safe(step, checkpoint),
                "",
                "");
    }

    static Failure unreadable(Problem problem) {
        return new Failure(
                text("failure.unreadable.title"),
                problem.sentence(Locale.ENGLISH),
                text("failure.unreadable.safe"),
                problem.code().name(),
                "");
    }

    private static String safe(int step, int checkpoint) {
        return checkpoint == 0
                ? text("failure.nothingSafe", Numbers.whole(step))
                : text(
                        "failure.safe",
                        Numbers.whole(checkpoint),
                        Numbers.whole(Math.max(0, step - checkpoint)));
    }
}
