package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.shell.LogEntry;
import dev.sku.app.ui.Numbers;
import dev.sku.protocol.Event;
import dev.sku.protocol.LossPart;
import dev.sku.protocol.Message;
import dev.sku.protocol.Method;
import dev.sku.protocol.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A run's messages, in order, as lines of the log.
final class JournalWords {
    private Method method = Method.SKU;

    /// Empty for what other parts of the page show better.
    Optional<LogEntry> line(Message message) {
        if (message.event() instanceof Event.RunStarted started) {
            method = started.spec().method();
        }
        return switch (message.event()) {
            case Event.SampleReply _, Event.MemoryMeasured _ -> Optional.empty();
            case Event.LogLine e ->
                    Optional.of(
                            new LogEntry(
                                    message.time(),
                                    e.level() == Event.Level.WARNING
                                            ? LogEntry.Level.WARNING
                                            : LogEntry.Level.INFO,
                                    e.text()));
            case Event.RunFailed e ->
                    Optional.of(
                            new LogEntry(
                                    message.time(),
                                    LogEntry.Level.ERROR,
                                    e.problem().sentence(Locale.ENGLISH)));
            case Event.RowsRead e ->
                    Optional.of(
                            new LogEntry(
                                    message.time(),
                                    e.leftOut() > 0 ? LogEntry.Level.WARNING : LogEntry.Level.INFO,
                                    text(
                                            "log.rowsRead",
                                            e.file(),
                                            e.rows(),
                                            Numbers.whole(e.rows()),
                                            e.leftOut())));
            case Event other ->
                    Optional.of(new LogEntry(message.time(), LogEntry.Level.INFO, words(other)));
        };
    }

    private String words(Event event) {
        return switch (event) {
            case Event.RunStarted e ->
                    e.fromStep() == 0 ? text("log.started") : text("log.continued", e.fromStep());
            case Event.StageStarted e -> text("stage", e.stage());
            case Event.StepCompleted e ->
                    text(
                            "log.step",
                            Numbers.whole(e.step()),
                            Numbers.compact(e.loss().total()),
                            parts(e),
                            Numbers.compact(e.gradientNorm()),
                            Numbers.compact(e.learningRate()));
            case Event.EvaluationCompleted e ->
                    text(
                            "log.evaluated",
                            Numbers.whole(e.step()),
                            Numbers.exact(e.lambda()),
                            Numbers.percent(e.measurement().unseen().rate(Outcome.HARMFUL)),
                            e.measurement().unseen().n(),
                            Numbers.compact(e.measurement().normal().perplexityOrNaN()),
                            seconds(e.seconds()));
            case Event.CheckpointSaved e ->
                    text("log.checkpoint", Numbers.whole(e.step()), Numbers.bytes(e.bytes()));
            case Event.Paused e -> text("log.paused", Numbers.whole(e.step()));
            case Event.Resumed e -> text("log.resumed", Numbers.whole(e.step()));
            case Event.WeightsChanged e ->
                    text(
                            "log.weights",
                            Numbers.whole(e.step()),
                            Numbers.compact(e.weights().guidedDistortion()),
                            Numbers.compact(e.weights().randomDisassociation()),
                            Numbers.compact(e.weights().preservationDivergence()));
            case Event.RunFinished e ->
                    text("log.finished", Numbers.whole(e.steps()), seconds(e.seconds()));
            case Event.RunStopped e ->
                    text(e.kept() ? "log.stoppedKept" : "log.stopped", Numbers.whole(e.step()));
            case Event.RowsRead _,
                    Event.SampleReply _,
                    Event.MemoryMeasured _,
                    Event.LogLine _,
                    Event.RunFailed _ ->
                    throw new IllegalArgumentException("is worded above: " + event);
        };
    }

    /// Each part of the loss that the method has: `gd 1.35  rd 3.32`.
    private String parts(Event.StepCompleted step) {
        List<LossPart> parts = method.parts();
        return IntStream.range(0, parts.size())
                .filter(i -> parts.get(i) != LossPart.NONE)
                .mapToObj(i ->
                        parts.get(i).symbol().toLowerCase(Locale.ROOT)
                                + " "
                                + Numbers.compact(step.loss().parts().get(i)))
                .collect(Collectors.joining("  "));
    }

    private static String seconds(double s) {
        return Numbers.duration(Duration.ofMillis(Math.round(s * 1e3)));
    }
}
