package dev.sku.runtime.sweep;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `sweep.json` in a sweep's folder: the file it was made from, and every run with its settings, in order.
///
/// How far a run is stands in its own folder; what a sweep that is started again has to know stands here.
///
/// @param sweep the sweep file's text
/// @param folder from which its relative paths are meant
public record SweepPlan(String sweep, String folder, List<Planned> runs) {
    public static final String FILE = "sweep.json";

    /// @param folder of the run, relative to the sweep's where it lies inside; null before it is made
    public record Planned(String name, Map<String, String> settings, @Nullable String folder) {
        /// As its file names it, or by what it sets; the same for all seeds.
        public String title() {
            Map<String, String> own = new LinkedHashMap<>(settings);
            own.remove("seed");
            String title =
                    own.containsKey("name")
                            ? own.get("name")
                            : own.entrySet().stream()
                                    .map(e -> e.getKey() + "=" + e.getValue())
                                    .collect(Collectors.joining(" "));
            return title.replace("\"", "");
        }

        Planned at(String made) {
            return new Planned(name, settings, made);
        }
    }

    /// A sweep's folder that is there.
    public static SweepPlan read(Path folder) {
        Path file = folder.resolve(FILE);
        return Wire.read(WholeFile.read(file), SweepPlan.class, file.toString());
    }

    /// The plan in a folder, or a new one.
    ///
    /// @throws ProblemException `SWEEP_OTHER` where the folder is another sweep's
    static SweepPlan open(SweepSpec spec, String text, Path folder) {
        if (!Files.exists(folder.resolve(FILE))) {
            return new SweepPlan(text, spec.folder().toString(), runs(spec));
        }
        SweepPlan before = read(folder);
        if (!Wire.tree(before.sweep(), FILE).equals(Wire.tree(text, spec.source()))) {
            throw ProblemException.of(Problem.Code.SWEEP_OTHER, folder, spec.source());
        }
        return before;
    }

    void write(Path folder) {
        WholeFile.write(folder.resolve(FILE), Wire.pretty(this));
    }

    SweepPlan with(int index, Planned planned) {
        List<Planned> all = new ArrayList<>(runs);
        if (index == all.size()) {
            all.add(planned);
        } else {
            all.set(index, planned);
        }
        return new SweepPlan(sweep, folder, all);
    }

    private static List<Planned> runs(SweepSpec spec) {
        List<Map<String, String>> settings =
                switch (spec.search()) {
                    case GRID -> grid(spec);
                    case LIST -> list(spec);
                    case RANDOM -> random(spec);
                    case PARETO -> List.of();
                };
        int count = spec.runs() == 0 ? settings.size() : Math.min(spec.runs(), settings.size());
        List<Planned> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(new Planned(name(i), settings.get(i), null));
        }
        return runs;
    }

    static String name(int index) {
        return "run-%03d".formatted(index);
    }

    /// The last field changes fastest.
    private static List<Map<String, String>> grid(SweepSpec spec) {
        List<Map<String, String>> all = List.of(Map.of());
        for (Map.Entry<String, Variation> field : spec.vary().entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> one : all) {
                for (String value : ((Variation.Choices) field.getValue()).values()) {
                    Map<String, String> more = new LinkedHashMap<>(one);
                    more.put(field.getKey(), value);
                    longer.add(more);
                }
            }
            all = longer;
        }
        return all;
    }

    /// All points with the first values of what varies, then all with the next: one seed after the other, so that the first
    /// comparison is whole before the second begins.
    private static List<Map<String, String>> list(SweepSpec spec) {
        List<Map<String, String>> all = new ArrayList<>();
        for (Map<String, String> varied : grid(spec)) {
            for (Map<String, String> point : spec.points()) {
                Map<String, String> settings = new LinkedHashMap<>(point);
                settings.putAll(varied);
                all.add(settings);
            }
        }
        return all;
    }

    private static List<Map<String, String>> random(SweepSpec spec) {
        var random = dev.sku.runtime.data.RandomStream.of(spec.seed(), "sweep");
        List<Map<String, String>> all = new ArrayList<>();
        for (int i = 0; i < spec.runs(); i++) {
            Map<String, String> one = new LinkedHashMap<>();
            spec.vary().forEach((field, values) -> one.put(field, values.draw(random)));
            all.add(one);
        }
        return all;
    }

    /// The folder of a run that was made.
    static Path at(Path sweep, Planned planned) {
        return sweep.resolve(Objects.requireNonNull(planned.folder(), "not made yet")).normalize();
    }
}
