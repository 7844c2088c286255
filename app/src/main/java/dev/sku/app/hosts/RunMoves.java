package dev.sku.app.hosts;

import static dev.sku.resources.Texts.text;

import dev.sku.app.link.RuntimeLink;
import dev.sku.app.shell.Notices;
import dev.sku.app.ui.Problems;
import dev.sku.protocol.Fault;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Request;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SpecCheck;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Moves a run that waits where the window works: to another device there, or to another computer's queue.
public final class RunMoves {
    private final RuntimeLink here;
    private final Function<String, Optional<RunSpec>> specs;
    private final Notices notices;
    private final Executor fxThread;

    /// Where a run can go.
    ///
    /// @param host empty for the computer that the window works on
    public record Target(String host, String device) {
        String words() {
            return host.isEmpty()
                    ? text("hosts.move.device", device)
                    : text("hosts.move.host", host, device);
        }
    }

    /// @param specs by the name of the run
    public RunMoves(
            RuntimeLink here,
            Function<String, Optional<RunSpec>> specs,
            Notices notices,
            Executor fxThread) {
        this.here = here;
        this.specs = specs;
        this.notices = notices;
        this.fxThread = fxThread;
    }

    void toDevice(String run, String device) {
        var _ =
                here.order(new Request.Assign(run, device))
                        .whenComplete((_, fault) -> told(run, fault));
    }

    /// It is made there before it is taken out here, so that it is never nowhere; here its folder goes to the bin.
    ///
    /// @param there the other computer's agent
    /// @param paths names what the sample is called there
    void toHost(String run, RuntimeLink there, Target target, UnaryOperator<RunSpec> paths) {
        Optional<RunSpec> known = specs.apply(run);
        if (known.isEmpty()) {
            return;
        }
        RunSpec spec = paths.apply(known.get()).on(target.device());
        var _ =
                there.find(new Inquiry.Missing(spec))
                        .thenCompose(found -> refuse(spec, found))
                        .thenCompose(_ -> there.submit(spec, Request.Turn.LAST))
                        .thenCompose(_ -> here.withdraw(run))
                        .thenCompose(_ -> here.discard(run))
                        .whenComplete((_, fault) -> {
                            told(run, fault);
                            if (fault == null) {
                                fxThread.execute(() ->
                                        notices.tell(text("hosts.moved", run, target.host()), ""));
                            }
                        });
    }

    private static CompletableFuture<Finding.Missing> refuse(RunSpec spec, Finding.Missing found) {
        List<Fault> faults = found.faults();
        return faults.isEmpty()
                ? CompletableFuture.completedFuture(found)
                : CompletableFuture.failedFuture(
                        new ProblemException(SpecCheck.problem(spec.name(), faults)));
    }

    private void told(String run, @Nullable Throwable fault) {
        if (fault != null) {
            fxThread.execute(
                    () -> notices.fail(text("hosts.notMoved", run), Problems.sentence(fault)));
        }
    }
}
