package dev.sku.runtime.serve;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Request;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.RunStanding;
import dev.sku.protocol.SlurmPreset;
import dev.sku.protocol.SpecCheck;
import dev.sku.protocol.SpecFile;
import dev.sku.runtime.runs.Fork;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/// Does what clients ask about runs.
record Desk(Workspace workspace, RunQueue queue) {
    /// @return the name that the answer gives
    /// @throws ProblemException where it cannot be done; nothing was changed then
    String handle(Request request) {
        return switch (request) {
            case Request.Submit(RunSpec spec, Request.Turn turn) -> submit(spec, turn);
            case Request.Resume(String run) -> {
                queue.add(workspace.run(run), Request.Turn.NEXT);
                yield run;
            }
            case Request.Arrange(List<String> runs) -> {
                queue.arrange(runs);
                yield "";
            }
            case Request.Withdraw(String run) -> {
                queue.withdraw(run);
                yield run;
            }
            case Request.WithdrawAll _ -> {
                queue.withdrawAll();
                yield "";
            }
            case Request.Assign(String run, String device) -> {
                queue.assign(run, device);
                yield run;
            }
            case Request.UseSlurm(String preset) -> slurm(SlurmPresets.of(workspace).using(preset));
            case Request.PutSlurm(SlurmPreset preset) ->
                    slurm(SlurmPresets.of(workspace).with(preset));
            case Request.DropSlurm(String preset) ->
                    slurm(SlurmPresets.of(workspace).without(preset));
            case Request.Control(String run, var command) -> {
                workspace.run(run).send(command);
                yield run;
            }
            case Request.Discard(String run) -> queue.discard(run);
            case Request.Restore(String binned, String run) -> {
                workspace.restore(binned, run);
                yield run;
            }
            case Request.ResumeKilled(boolean on) -> {
                queue.resumeKilled(on);
                yield "";
            }
            case Request.Hello _,
                    Request.Ping _,
                    Request.SubmitAll _,
                    Request.Follow _,
                    Request.Unfollow _,
                    Request.ListRuns _,
                    Request.Inquire _,
                    Request.Measure _,
                    Request.StopMeasuring _ ->
                    throw ProblemException.of(
                            Problem.Code.LINK_INVALID, "a request at a time when it has no sense");
        };
    }

    List<RunStanding> list() {
        return workspace.all().stream()
                .map(run ->
                        new RunStanding(run.name(), queue.isLive(run), queue.isWaiting(run.name())))
                .toList();
    }

    private String slurm(SlurmPresets now) {
        now.write(workspace);
        queue.touch();
        return "";
    }

    /// Makes all folders, or none where one of the specifications is not sound.
    List<String> submitAll(List<RunSpec> specs) {
        specs.forEach(Desk::check);
        List<RunFolder> folders = specs.stream().map(this::make).toList();
        queue.addAll(folders);
        return folders.stream().map(RunFolder::name).toList();
    }

    private String submit(RunSpec spec, Request.Turn turn) {
        check(spec);
        RunFolder folder = make(spec);
        queue.add(folder, turn);
        return folder.name();
    }

    private static void check(RunSpec spec) {
        var faults = SpecCheck.check(spec);
        if (!faults.isEmpty()) {
            throw new ProblemException(SpecCheck.problem(spec.name(), faults));
        }
    }

    private RunFolder make(RunSpec spec) {
        // Whoever starts the run, here or on another node, does so in a folder of its own.
        RunSpec whole = SpecFile.absolute(spec, Workspace.home());
        var fork = Fork.of(whole);
        RunFolder folder =
                RunFolder.create(workspace.runs(), whole, LocalDate.now(ZoneId.systemDefault()));
        fork.ifPresent(f -> f.into(folder));
        return folder;
    }
}
