package dev.sku.runtime.sweep;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.runtime.runs.OwnProgram;
import dev.sku.runtime.serve.AgentClient;
import dev.sku.runtime.serve.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Where the runs of a sweep lie, and who works on them.
sealed interface RunPlace {
    long POLL_MILLIS = 500;

    /// The folders of new runs.
    ///
    /// @param specs by the name of the run in the sweep
    List<RunFolder> make(SequencedMap<String, RunSpec> specs);

    /// Waits until a run has ended, one way or the other; whether it has a result its folder says.
    ///
    /// @param stopped asked now and then: the run is then left to be continued
    void work(RunFolder run, BooleanSupplier stopped);

    /// One after the other in processes of this one, under the sweep's own folder.
    record Children(Path runs) implements RunPlace {
        @Override
        public List<RunFolder> make(SequencedMap<String, RunSpec> specs) {
            return specs.entrySet().stream().map(e -> make(e.getKey(), e.getValue())).toList();
        }

        private RunFolder make(String name, RunSpec spec) {
            Path at = runs.resolve(name);
            // A sweep that was killed between the two has made it already.
            return Files.exists(at.resolve("spec.json"))
                    ? RunFolder.open(at)
                    : RunFolder.createAt(at, spec);
        }

        @Override
        public void work(RunFolder run, BooleanSupplier stopped) {
            try {
                Process process =
                        new ProcessBuilder(OwnProgram.command("run", run.path().toString()))
                                .redirectErrorStream(true)
                                .redirectOutput(
                                        ProcessBuilder.Redirect.appendTo(
                                                run.path().resolve("process.log").toFile()))
                                .start();
                process.getOutputStream().close();
                boolean asked = false;
                while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (stopped.getAsBoolean() && !asked) {
                        process.destroy(); // it saves a checkpoint and ends
                        asked = true;
                    }
                }
            } catch (IOException e) {
                throw new ProblemException(Problem.ofWrite(run.path(), e), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    /// In a workspace's queue, beside whatever else waits there.
    record Queue(Workspace workspace) implements RunPlace {
        @Override
        public List<RunFolder> make(SequencedMap<String, RunSpec> specs) {
            try (AgentClient agent = AgentClient.connect(workspace)) {
                return agent.submitAll(List.copyOf(specs.values())).stream()
                        .map(run -> new RunFolder(workspace.runs().resolve(run)))
                        .toList();
            }
        }

        @Override
        public void work(RunFolder run, BooleanSupplier stopped) {
            while (!Files.exists(run.result()) && !stopped.getAsBoolean()) {
                try (AgentClient agent = AgentClient.connect(workspace)) {
                    QueueState queue = agent.queue();
                    boolean known =
                            queue.working().contains(run.name())
                                    || queue.waiting().stream()
                                            .anyMatch(w -> w.run().equals(run.name()));
                    if (!known) {
                        return;
                    }
                }
                try {
                    Thread.sleep(POLL_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted", e);
                }
            }
        }
    }
}
