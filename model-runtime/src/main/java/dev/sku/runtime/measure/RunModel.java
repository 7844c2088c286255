package dev.sku.runtime.measure;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a run's model of some step lies.
///
/// @param at the run itself for its outcome, or a checkpoint
/// @param step optimizer steps behind it
record RunModel(Path at, int step) {
    private static final String PREFIX = "step-";

    /// A method that trains nothing has its outcome before the first step.
    ///
    /// @param step null for the outcome, or the newest checkpoint where there is none yet
    /// @throws ProblemException `POINT_UNKNOWN`
    static RunModel of(RunFolder run, @Nullable Integer step) {
        if (!run.readSpec().method().isTrained()) {
            return new RunModel(run.path(), 0);
        }
        boolean done = Files.exists(run.result());
        int last = done ? run.readResult().steps() : -1;
        if (done && (step == null || step == last)) {
            return new RunModel(run.path(), last);
        }
        List<RunModel> checkpoints = checkpoints(run);
        if (step == null) {
            if (checkpoints.isEmpty()) {
                throw ProblemException.of(
                        Problem.Code.POINT_UNKNOWN, run.name(), 0, "it has no checkpoint yet");
            }
            return checkpoints.getLast();
        }
        return checkpoints.stream()
                .filter(c -> c.step == step)
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.of(
                                Problem.Code.POINT_UNKNOWN,
                                run.name(),
                                step,
                                there(checkpoints, last)));
    }

    private static String there(List<RunModel> checkpoints, int last) {
        List<String> steps =
                Stream.concat(
                                checkpoints.stream().map(c -> String.valueOf(c.step)),
                                Stream.of(last).filter(l -> l >= 0).map(String::valueOf))
                        .toList();
        return steps.isEmpty()
                ? "it has no checkpoint yet"
                : "it keeps those of steps %s".formatted(String.join(", ", steps));
    }

    private static List<RunModel> checkpoints(RunFolder run) {
        if (!Files.isDirectory(run.checkpoints())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(run.checkpoints())) {
            return folders.filter(f -> f.getFileName().toString().matches(PREFIX + "\\d{1,9}"))
                    .map(f ->
                            new RunModel(
                                    f,
                                    Integer.parseInt(
                                            f.getFileName().toString().substring(PREFIX.length()))))
                    .sorted(java.util.Comparator.comparingInt(RunModel::step))
                    .toList();
        } catch (IOException e) {
            throw new ProblemException(Problem.ofRead(run.checkpoints(), e), e);
        }
    }
}
