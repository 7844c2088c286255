package dev.sku.runtime.cli;

import dev.sku.protocol.BoundedLines;
import dev.sku.protocol.Event;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Reply;
import dev.sku.protocol.Request;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.Wire;
import dev.sku.runtime.measure.Measuring;
import dev.sku.runtime.measure.Order;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sku measure RUNFOLDER`: one measurement for an agent, asked for by a line of JSON and answered by lines.
@Command(
        name = "measure",
        hidden = true,
        description = "Measure a run as a line on standard input says; points on standard output.")
final class MeasureCommand implements Callable<Integer> {
    @Spec CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "RUNFOLDER", description = "Folder of the run.")
    Path run = Path.of("");

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);

    @Override
    public Integer call() {
        Request.Asked asked = asked();
        long id = asked.id();
        if (!(asked.request() instanceof Request.Measure measure)) {
            throw ProblemException.of(Problem.Code.LINK_INVALID, "a request to measure nothing");
        }
        try {
            Order order =
                    new Order(
                            run,
                            measure.step(),
                            measure.lambdas(),
                            measure.judge(),
                            measure.prompts().stream().map(Path::of).toList(),
                            measure.normalPrompts().stream().map(Path::of).toList(),
                            null,
                            measure.again(),
                            RunFolder.open(run).readSpec().device().split(",", 2)[0],
                            null,
                            measure.robustness());
            try (Measuring measuring = new Measuring(order, listener(id), () -> false)) {
                measuring.all();
                measuring.requireWhole();
            }
            say(new Reply.Done(id, measure.run()));
        } catch (ProblemException e) {
            say(new Reply.Refused(id, e.problem()));
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            e.printStackTrace(command.commandLine().getErr());
            say(new Reply.Refused(id, Problem.of(Problem.Code.INTERNAL, e)));
        }
        return 0;
    }

    private static Request.Asked asked() {
        try {
            byte[] line = new BoundedLines(System.in, BoundedLines.REQUEST_BYTES).next();
            if (line == null) {
                throw ProblemException.of(Problem.Code.LINK_INVALID, "no line came");
            }
            return Wire.read(
                    new String(line, StandardCharsets.UTF_8), Request.Asked.class, "the line");
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(Problem.Code.LINK_INVALID, String.valueOf(e.getMessage())), e);
        }
    }

    private Measuring.Listener listener(long id) {
        return new Measuring.Listener() {
            @Override
            public void read(Event.RowsRead event) {}

            @Override
            public void begins(double lambda, int done, int of) {
                say(new Reply.Measuring(id, lambda, done, of));
            }

            @Override
            public void measured(MeasuredPoint point, boolean remembered) {
                say(new Reply.Measured(id, point, remembered));
            }
        };
    }

    private void say(Reply reply) {
        try {
            out.write((Wire.line(reply) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // The agent has gone; the points are kept all the same.
        }
    }
}
