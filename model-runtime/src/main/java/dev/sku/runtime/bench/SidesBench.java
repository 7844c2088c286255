package dev.sku.runtime.bench;

import static java.util.Objects.requireNonNull;

import dev.sku.protocol.Wire;
import dev.sku.runtime.bench.SidesFigures.Arrangement;
import dev.sku.runtime.model.ModelConfig;
import dev.sku.runtime.weights.Dtype;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// What two sides of one base cost beside one, and how soon a change of λ is heard.
public record SidesBench(SidesSpec spec) {
    /// What was found on a model.
    public record Report(String model, SidesSpec spec, SidesFigures figures) {
        public List<String> table() {
            List<String> lines = new ArrayList<>();
            lines.add(
                    "%s: %.1f million parameters; %s; %d rounds of replies of %d tokens, %d %s on %s"
                            .formatted(
                                    model,
                                    figures.parameters() / 1e6,
                                    spec.rank() == 0
                                            ? "a task vector of all weights"
                                            : "adapters of rank %d on %s"
                                                    .formatted(
                                                            spec.rank(),
                                                            String.join(", ", spec.targets())),
                                    spec.rounds(),
                                    spec.newTokens(),
                                    spec.threads(),
                                    spec.threads() == 1 ? "thread" : "threads",
                                    spec.device()));
            lines.add("");
            lines.add("ms a token             CPU (quartiles)           wall (quartiles)");
            for (Arrangement each : Arrangement.values()) {
                lines.add(
                        "%-14s %23s %26s"
                                .formatted(
                                        each.name().toLowerCase(Locale.ROOT),
                                        words(
                                                requireNonNull(figures.cpuSeconds().get(each))
                                                        .times(1000)),
                                        words(
                                                requireNonNull(figures.wallSeconds().get(each))
                                                        .times(1000))));
            }
            lines.add("both over base, CPU       " + words(figures.overBase()));
            lines.add("both over base, least CPU %.3f".formatted(figures.leastOverBase()));
            lines.add("both over unlearned, CPU  " + words(figures.overUnlearned()));
            lines.add("both over base, wall      " + words(figures.wallOverBase()));
            lines.add(
                    "change of λ to the next token  %s ms"
                            .formatted(words(figures.lambdaSeconds().times(1000))));
            lines.add(
                    "resident: base %d MiB, both sides %d MiB, after %d changes of λ %d MiB"
                            .formatted(
                                    figures.baseBytes() >> 20,
                                    figures.sidesBytes() >> 20,
                                    spec.rounds(),
                                    figures.changedBytes() >> 20));
            return lines;
        }

        private static String words(Spread s) {
            return "%.3f (%.3f–%.3f)".formatted(s.median(), s.lower(), s.upper());
        }
    }

    /// A random model's, long enough for the replies.
    public static ModelConfig config(BenchSpec random, BenchSpec.Family family, SidesSpec replies) {
        return BenchModels.config(random.saying(replies.newTokens()), family);
    }

    /// @param model folder
    public Report of(Path model, String name) {
        return new Report(
                name,
                spec,
                new OwnProcess(SidesProcess.class, spec.threads())
                        .answer(
                                SidesFigures.class,
                                "sides",
                                List.of(Wire.line(spec), model.toString())));
    }

    /// Writes a random checkpoint into a new folder, measures, and removes it.
    ///
    /// @param work where there is room for twice the checkpoint
    public Report ofRandom(
            ModelConfig config, Dtype dtype, String name, Path work, Consumer<String> progress) {
        return TemporaryCheckpoint.using(
                config,
                dtype,
                name,
                work,
                progress,
                (folder, _) -> {
                    progress.accept("Measuring sides …");
                    return of(folder, name);
                });
    }
}
