package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.app.shell.Notices;
import dev.sku.app.ui.Problems;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Work on files and the database away from the window's thread, whose failure is told.
record Errands(Notices notices, Executor background, Executor fxThread) {
    <T> void run(Supplier<T> task, Consumer<T> done) {
        report(CompletableFuture.supplyAsync(task, background), done);
    }

    <T> void report(CompletableFuture<T> task, Consumer<T> done) {
        var _ =
                task.whenComplete((result, fault) ->
                        fxThread.execute(() -> {
                            if (fault == null) {
                                done.accept(result);
                            } else {
                                notices.fail(text("runs.failed"), Problems.sentence(fault));
                            }
                        }));
    }
}
