package dev.sku.runtime.tradeoff;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.sweep.SweepPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The runs that a folder holds: itself, those of a sweep, or those of a workspace.
///
/// @param names of runs in a sweep, by folder name: what its file calls them
public record RunsOf(List<Path> runs, Map<String, String> names) {
    private static final String SPEC = "spec.json";

    /// @throws ProblemException `FILE_MISSING` where there is none
    public static RunsOf folder(Path folder) {
        if (Files.exists(folder.resolve(SPEC))) {
            return new RunsOf(List.of(folder), Map.of());
        }
        if (Files.exists(folder.resolve(SweepPlan.FILE))) {
            return sweep(folder);
        }
        Path inside = Files.isDirectory(folder.resolve("runs")) ? folder.resolve("runs") : folder;
        try (Stream<Path> all = Files.list(inside)) {
            List<Path> runs = all.filter(f -> Files.exists(f.resolve(SPEC))).sorted().toList();
            if (runs.isEmpty()) {
                throw ProblemException.of(Problem.Code.FILE_MISSING, inside.resolve(SPEC));
            }
            return new RunsOf(runs, Map.of());
        } catch (IOException e) {
            throw new ProblemException(Problem.ofRead(inside, e), e);
        }
    }

    private static RunsOf sweep(Path folder) {
        Map<Path, String> named = new LinkedHashMap<>();
        for (SweepPlan.Planned planned : SweepPlan.read(folder).runs()) {
            if (planned.folder() != null) {
                named.put(folder.resolve(planned.folder()).normalize(), planned.title());
            }
        }
        Map<String, String> names = new LinkedHashMap<>();
        named.forEach((run, title) -> names.put(String.valueOf(run.getFileName()), title));
        return new RunsOf(List.copyOf(named.keySet()), names);
    }
}
