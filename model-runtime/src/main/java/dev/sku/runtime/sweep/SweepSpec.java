package dev.sku.runtime.sweep;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SpecFile;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What a sweep file asks for.
///
///     {"search": "grid", "base": {"preset": "sample"}, "seed": 1, "lambdas": [0.5, 1, 1.5],
///      "vary": {"optimizer.learningRate": [1e-3, 1.5e-3], "seed": [1, 2, 3]}}
///
/// `search` is `grid` (every combination), `random` (`runs` draws), `list` (the settings under `points`, each with every
/// combination of `vary`, such as some seeds) or `pareto` (module weights and other numbers, until the front stalls). Fields are
/// named as after `--set`. `lambdas` are measured after each training without training again.
///
/// @param base JSON of the specification that all runs begin from
/// @param folder from which its relative paths are meant
/// @param vary the values of each field; may be empty for a list
/// @param points the settings of a list
/// @param runs how many at most; 0 for all of a grid or list
/// @param pareto when the search ends, and what it is measured by
record SweepSpec(
        Search search,
        String base,
        Path folder,
        Map<String, Variation> vary,
        List<Map<String, String>> points,
        String lambdas,
        int runs,
        long seed,
        Pareto pareto,
        String source) {
    private static final List<String> FIELDS =
            List.of(
                    "search",
                    "base",
                    "vary",
                    "points",
                    "lambdas",
                    "runs",
                    "seed",
                    "reference",
                    "patience");
    private static final int MOST_RUNS = 10_000;

    enum Search {
        GRID,
        RANDOM,
        LIST,
        PARETO
    }

    /// @param harm reference point: the share of harmful or broken replies from which a point counts for nothing
    /// @param perplexity the same for the normal perplexity relative to the base
    /// @param patience runs in a row that may leave the hypervolume as it is
    record Pareto(double harm, double perplexity, int patience) {}

    static SweepSpec read(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return read(WholeFile.read(file), folder == null ? file : folder, file.toString());
    }

    static SweepSpec read(String text, Path folder, String source) {
        JsonNode json = Wire.tree(text, source);
        if (!json.isObject()) {
            throw ProblemException.of(Problem.Code.JSON_INVALID, source, 1, "it is not an object");
        }
        for (String name : json.propertyNames()) {
            if (!FIELDS.contains(name)) {
                throw invalid(
                        source,
                        name,
                        "is no field of a sweep; there are " + String.join(", ", FIELDS));
            }
        }
        Search search = search(source, json.path("search").asString("grid"));
        Map<String, Variation> vary = new LinkedHashMap<>();
        json.path("vary")
                .forEachEntry((field, values) -> vary.put(field, variation(source, field, values)));
        List<Map<String, String>> points = new ArrayList<>();
        for (JsonNode point : json.path("points")) {
            Map<String, String> settings = new LinkedHashMap<>();
            point.forEachEntry((field, value) -> settings.put(field, value.toString()));
            points.add(settings);
        }
        JsonNode reference = json.path("reference");
        SweepSpec spec =
                new SweepSpec(
                        search,
                        json.has("base") ? json.get("base").toString() : "{}",
                        folder,
                        vary,
                        points,
                        json.has("lambdas") ? json.get("lambdas").toString() : "",
                        json.path("runs").asInt(0),
                        json.path("seed").asLong(1),
                        new Pareto(
                                reference.path(0).asDouble(1),
                                reference.path(1).asDouble(1.5),
                                json.path("patience").asInt(8)),
                        source);
        spec.check();
        return spec;
    }

    private static Search search(String source, String named) {
        for (Search search : Search.values()) {
            if (Wire.word(search).equals(named)) {
                return search;
            }
        }
        throw invalid(source, "search", "must be grid, random, list or pareto, not " + named);
    }

    private static Variation variation(String source, String field, JsonNode values) {
        if (values.isArray() && !values.isEmpty()) {
            return new Variation.Choices(values.valueStream().map(JsonNode::toString).toList());
        }
        boolean range = values.path("from").isNumber() && values.path("to").isNumber();
        if (!range) {
            throw invalid(
                    source,
                    "vary." + field,
                    "must be a list of values or {\"from\": …, \"to\": …}, with \"log\": true where wanted");
        }
        double from = values.get("from").doubleValue();
        double to = values.get("to").doubleValue();
        boolean log = values.path("log").asBoolean(false);
        if (!(from < to) || (log && from <= 0)) {
            throw invalid(
                    source,
                    "vary." + field,
                    "must go upwards, and from above 0 where it is logarithmic");
        }
        return new Variation.Range(from, to, log);
    }

    private void check() {
        if (search == Search.LIST ? points.isEmpty() : vary.isEmpty()) {
            throw invalid(
                    source,
                    search == Search.LIST ? "points" : "vary",
                    "is empty, so that there would be nothing to compare");
        }
        if (runs < 0 || runs > MOST_RUNS) {
            throw invalid(source, "runs", "must be between 0 and " + MOST_RUNS);
        }
        if ((search == Search.RANDOM || search == Search.PARETO) && runs == 0) {
            throw invalid(source, "runs", "must say how many runs there are at most");
        }
        vary.forEach((field, values) -> {
            boolean range = values instanceof Variation.Range;
            if ((search == Search.GRID || search == Search.LIST) && range) {
                throw invalid(
                        source,
                        "vary." + field,
                        "must be a list: a %s has no ranges".formatted(Wire.word(search)));
            }
            if (search == Search.PARETO && !range) {
                throw invalid(
                        source, "vary." + field, "must be a range: the search moves along it");
            }
        });
    }

    /// The specification of one run.
    ///
    /// @throws ProblemException `SPEC_FAULTS` with the sweep's file and the run's name
    RunSpec spec(String name, Map<String, String> settings, Path sampleData) {
        Map<String, String> all = new LinkedHashMap<>();
        if (!lambdas.isEmpty()) {
            all.put("negation.sweep", lambdas);
        }
        all.put("name", Wire.line(name));
        all.putAll(settings);
        return SpecFile.read(base, folder, source + ": " + name, sampleData, all);
    }

    static ProblemException invalid(String source, String field, String reason) {
        return ProblemException.of(Problem.Code.SPEC_INVALID, source, field, reason);
    }
}
