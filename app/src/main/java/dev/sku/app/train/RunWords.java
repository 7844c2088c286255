package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunState;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.ui.Numbers;
import dev.sku.protocol.Event;
import dev.sku.protocol.Problem;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a run is, how long it takes and what went wrong, in words.
///
/// @param live some process works on it
record RunWords(RunSummary now, RunHistory history, boolean live) {
    String place() {
        if (now.steps() == 0) {
            return now.state().ended() ? "" : text(live ? "train.starting" : "train.waiting");
        }
        Event.Stage stage = history.stage();
        boolean atStep = stage == Event.Stage.ACQUISITION || now.state().ended();
        return stage == null || atStep
                ? text("train.step", Numbers.whole(now.step()), Numbers.whole(now.steps()))
                : text("stage", stage);
    }

    String time(@Nullable Double secondsPerStep) {
        if (now.started() == null) {
            return "";
        }
        String elapsed = Numbers.duration(Duration.ofMillis(Math.round(now.seconds() * 1e3)));
        if (now.state().ended()) {
            return text("train.after", elapsed);
        }
        return left(secondsPerStep)
                .map(left -> text("train.elapsedLeft", elapsed, Numbers.duration(left)))
                .orElseGet(() -> text("train.elapsed", elapsed));
    }

    /// Until the last step; empty where nobody can tell.
    Optional<Duration> left(@Nullable Double secondsPerStep) {
        Event.Stage stage = history.stage();
        boolean ending = stage != null && stage.isEnding();
        if (secondsPerStep == null || ending || now.state().ended() || now.step() >= now.steps()) {
            return Optional.empty();
        }
        return Optional.of(
                Duration.ofMillis(Math.round((now.steps() - now.step()) * secondsPerStep * 1e3)));
    }

    /// @param broken why the journal could not be read to its end; null where it could
    @Nullable Failure failure(@Nullable Problem broken) {
        if (broken != null) {
            return Failure.unreadable(broken);
        }
        int safe = history.steering().checkpoint();
        Problem problem = now.problem();
        if (now.state() == RunState.FAILED && problem != null) {
            return Failure.of(problem, now.step(), safe);
        }
        return now.state() == RunState.INTERRUPTED ? Failure.interrupted(now.step(), safe) : null;
    }
}
