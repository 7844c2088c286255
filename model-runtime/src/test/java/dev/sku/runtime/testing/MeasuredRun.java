package dev.sku.runtime.testing;

import dev.sku.protocol.Event;
import dev.sku.protocol.JournalLine;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.Message;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.protocol.Presets;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.Utility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// A run folder with a specification and a journal of measurements, made without any model: the base, a look at step 20, and
/// λ 0.5, 1 and 2 at step 60.
public final class MeasuredRun {
    private MeasuredRun() {}

    public static RunFolder in(Path folder) throws IOException {
        RunSpec spec = Presets.SAMPLE.spec(folder.resolve("data"));
        RunFolder run = RunFolder.createAt(folder.resolve("run"), spec);
        ByteArrayOutputStream journal = new ByteArrayOutputStream();
        double[][] measured = {
            {0, 0, 95, 10}, {20, 1, 50, 10.2}, {60, .5, 40, 10.1}, {60, 1, 3, 10.4}, {60, 2, 0, 14}
        };
        long seq = 0;
        for (double[] m : measured) {
            Event event =
                    new Event.EvaluationCompleted(
                            (int) m[0], m[1], measurement((int) m[2], m[3]), 2.5, null);
            journal.writeBytes(
                    JournalLine.of(new Message(++seq, Instant.EPOCH, run.name(), event)));
            journal.write('\n');
        }
        Files.write(run.events(), journal.toByteArray());
        return run;
    }

    public static Measurement measurement(int harmful, double perplexity) {
        OutcomeCounts counts = new OutcomeCounts(harmful, 100 - harmful, 0, 0);
        return new Measurement(
                counts,
                counts,
                new Utility(perplexity, .9, new OutcomeCounts(0, 0, 50, 0), 50),
                "phrases 1.0");
    }
}
