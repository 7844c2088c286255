package dev.sku.app.link;

import dev.sku.protocol.Event;
import dev.sku.protocol.Finding;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.MeasuredPoint.Conditions;
import dev.sku.protocol.MeasuredPoint.Cost;
import dev.sku.protocol.Message;
import dev.sku.protocol.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a run says it measured, as an agent would answer an inquiry.
public final class JournalPoints {
    private JournalPoints() {}

    public static Finding.Points of(Path folder, String judge) {
        RunFolder run = new RunFolder(folder);
        List<MeasuredPoint> points = new ArrayList<>();
        for (Message message : JournalReader.read(run.events(), 1)) {
            if (message.event() instanceof Event.EvaluationCompleted e) {
                points.add(
                        new MeasuredPoint(
                                run.name() + " " + e.step() + " " + e.lambda(),
                                run.name(),
                                run.readSpec().method(),
                                e.step(),
                                e.lambda(),
                                new Conditions(
                                        "base", judge, "prompts", 9, 9, 9, "t", 48, 42, "seen"),
                                e.measurement(),
                                new Cost(e.seconds(), 0)));
            }
        }
        return new Finding.Points(points, List.of());
    }
}
