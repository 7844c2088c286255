package dev.sku.app;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.journal.RunState;
import dev.sku.app.journal.RunSummary;
import dev.sku.app.shell.Notices;
import dev.sku.app.ui.Numbers;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Tells of runs that have ended while nobody looked at them. What a person has stopped is not told.
final class RunEnds {
    private final Notices notices;
    private final BooleanSupplier wanted;
    private final Predicate<String> seen;
    private final Consumer<String> open;
    private final Map<String, RunState> before = new HashMap<>();

    /// @param wanted whether it is told at all
    /// @param seen whether a run is in view
    /// @param open shows a run
    RunEnds(
            Notices notices,
            BooleanSupplier wanted,
            Predicate<String> seen,
            Consumer<String> open) {
        this.notices = notices;
        this.wanted = wanted;
        this.seen = seen;
        this.open = open;
    }

    /// The runs as they are now.
    void look(List<RunEntry> runs) {
        for (RunEntry run : runs) {
            RunSummary now = run.summary();
            RunState was = before.put(now.name(), now.state());
            boolean ends = was != null && !was.ended() && now.state().ended();
            if (ends && wanted.getAsBoolean() && !seen.test(now.name())) {
                tell(run.title(), now);
            }
        }
    }

    private void tell(String title, RunSummary run) {
        switch (run.state()) {
            case DONE -> announce(text("ends.done", title), done(run), run);
            case FAILED -> announce(text("ends.failed", title), why(run), run);
            case INTERRUPTED -> announce(text("ends.interrupted", title), why(run), run);
            case STOPPED, KEPT, WAITING, RUNNING, PAUSED -> {}
        }
    }

    private void announce(String title, String detail, RunSummary run) {
        notices.announce(
                title,
                detail,
                run.state() != RunState.DONE,
                text("ends.open"),
                () -> open.accept(run.name()));
    }

    private static String done(RunSummary run) {
        String took = Numbers.roughly(Duration.ofMillis(Math.round(run.seconds() * 1e3)));
        Measurement last = run.latest();
        return last == null || last.unseen().n() == 0
                ? text("ends.took", took)
                : text(
                        "ends.rate",
                        Numbers.percent(last.unseen().rate(Outcome.HARMFUL)),
                        last.unseen().n(),
                        took);
    }

    private static String why(RunSummary run) {
        Problem problem = run.problem();
        return problem == null ? "" : problem.sentence(Locale.ENGLISH);
    }
}
