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
import dev.sku.protocol.SpecFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Moves a run that waits: to another device of its computer, or to another computer's queue.
public final class RunMoves {
    private final Notices notices;
    private final Executor fxThread;

    /// A computer's queue.
    ///
    /// @param runs folder of its runs there
    /// @param sample folder of the shipped sample there
    public record Queue(RuntimeLink link, Path runs, Path sample) {}

    /// Where a run can go.
    ///
    /// @param host empty for the computer that the window works on
    /// @param words for a person
    record Target(String host, String device, String words) {}

    RunMoves(Notices notices, Executor fxThread) {
        this.notices = notices;
        this.fxThread = fxThread;
    }

    void toDevice(String run, Queue at, String device) {
        var _ =
                at.link()
                        .order(new Request.Assign(run, device))
                        .whenComplete((_, fault) -> told(run, fault));
    }

    /// It is made there before it is taken out where it was, so that it is never nowhere; its folder there goes to the bin.
    /// The shipped sample is everywhere, though not at the same place; other paths are the person's.
    ///
    /// @param name of the other computer, for a person
    void toHost(String run, Queue from, Queue to, String device, String name) {
        var _ =
                from.link()
                        .find(new Inquiry.Spec(from.runs().resolve(run).toString()))
                        .thenApply(found ->
                                SpecFile.moved(found.spec(), from.sample(), to.sample()).on(device))
                        .thenCompose(spec -> make(spec, to.link()))
                        .thenCompose(_ -> from.link().withdraw(run))
                        .thenCompose(_ -> from.link().discard(run))
                        .whenComplete((_, fault) -> {
                            told(run, fault);
                            if (fault == null) {
                                fxThread.execute(
                                        () -> notices.tell(text("hosts.moved", run, name), ""));
                            }
                        });
    }

    private static CompletableFuture<String> make(RunSpec spec, RuntimeLink there) {
        return there.find(new Inquiry.Missing(spec))
                .thenCompose(found -> refuse(spec, found))
                .thenCompose(_ -> there.submit(spec, Request.Turn.LAST));
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
