package dev.sku.runtime.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepPlanTest {
    @TempDir Path folder;

    @Test
    void aGridHasEveryCombinationTheLastFieldFastest() {
        assertThat(
                        settings(
                                """
                                {"vary": {"optimizer.learningRate": [1e-3, 2e-3], "seed": [1, 2]}}
                                """))
                .containsExactly(
                        Map.of("optimizer.learningRate", "0.001", "seed", "1"),
                        Map.of("optimizer.learningRate", "0.001", "seed", "2"),
                        Map.of("optimizer.learningRate", "0.002", "seed", "1"),
                        Map.of("optimizer.learningRate", "0.002", "seed", "2"));
    }

    @Test
    void aListIsRunWholeForEachSeed() {
        assertThat(
                        settings(
                                """
                                {"search": "list", "points": [{"name": "a"}, {"name": "b", "method": "npo"}],
                                 "vary": {"seed": [1, 2]}}
                                """))
                .containsExactly(
                        Map.of("name", "\"a\"", "seed", "1"),
                        Map.of("name", "\"b\"", "method", "\"npo\"", "seed", "1"),
                        Map.of("name", "\"a\"", "seed", "2"),
                        Map.of("name", "\"b\"", "method", "\"npo\"", "seed", "2"));
    }

    @Test
    void drawsFollowFromTheSeedAndStayInTheirRanges() {
        String json =
                """
                {"search": "random", "runs": 20, "seed": %d,
                 "vary": {"optimizer.learningRate": {"from": 1e-5, "to": 1e-2, "log": true},
                          "acquisition.steps": [30, 60]}}
                """;
        List<Map<String, String>> drawn = settings(json.formatted(3));

        assertThat(drawn).isEqualTo(settings(json.formatted(3))).hasSize(20);
        assertThat(drawn).isNotEqualTo(settings(json.formatted(4)));
        assertThat(drawn)
                .allSatisfy(s ->
                        assertThat(Double.parseDouble(s.get("optimizer.learningRate")))
                                .isBetween(1e-5, 1e-2));
        // uniform in the logarithm: a third lies below 1e-4, not a hundredth
        assertThat(drawn)
                .filteredOn(s -> Double.parseDouble(s.get("optimizer.learningRate")) < 1e-4)
                .hasSizeBetween(3, 12);
    }

    @Test
    void lambdasAreMeasuredWithoutFurtherRuns() {
        SweepSpec spec =
                SweepSpec.read(
                        """
                        {"base": {"preset": "sample"}, "lambdas": [0.5, 2], "vary": {"seed": [7, 8]}}
                        """,
                        folder,
                        "sweep.json");
        assertThat(SweepPlan.open(spec, "{}", folder).runs()).hasSize(2);
        var run = spec.spec("one", Map.of("seed", "7"), folder);
        assertThat(run.negation().sweep()).containsExactly(0.5, 2.0);
        assertThat(run.seed()).isEqualTo(7);
        assertThat(run.name()).isEqualTo("one");
    }

    @Test
    void theFolderOfAnotherSweepIsRefused() {
        SweepSpec spec = SweepSpec.read("{\"vary\": {\"seed\": [1]}}", folder, "a.json");
        SweepPlan.open(spec, "{\"vary\": {\"seed\": [1]}}", folder).write(folder);

        assertThat(SweepPlan.open(spec, "{ \"vary\":{\"seed\":[1]} }", folder).runs()).hasSize(1);
        assertThatThrownBy(() -> SweepPlan.open(spec, "{\"vary\": {\"seed\": [2]}}", folder))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().sentence(Locale.ENGLISH))
                                        .contains("holds another sweep than a.json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
"""
{"vary": {}} | vary is empty
{"search": "list"} | points is empty
{"search": "walk", "vary": {"seed": [1]}} | search must be grid, random, list or pareto, not walk
{"search": "random", "vary": {"seed": [1]}} | runs must say how many runs there are at most
{"vary": {"seed": {"from": 1, "to": 2}}} | vary.seed must be a list: a grid has no ranges
{"search": "list", "points": [{"seed": 1}], "vary": {"seed": {"from": 1, "to": 2}}} | vary.seed must be a list: a list has no ranges
{"search": "pareto", "runs": 3, "vary": {"seed": [1]}} | vary.seed must be a range
{"search": "random", "runs": 3, "vary": {"seed": {"from": 2, "to": 1}}} | vary.seed must go upwards
{"search": "random", "runs": 3, "vary": {"seed": {"from": 0, "to": 1, "log": true}}} | and from above 0
{"vary": {"seed": 3}} | vary.seed must be a list of values or
{"varry": {"seed": [1]}} | varry is no field of a sweep
""")
    void aFaultNamesTheFileAndTheField(String json, String sentence) {
        assertThatThrownBy(() -> SweepSpec.read(json, folder, "sweep.json"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().sentence(Locale.ENGLISH))
                                        .startsWith("sweep.json: ")
                                        .contains(sentence));
    }

    private List<Map<String, String>> settings(String json) {
        return SweepPlan.open(SweepSpec.read(json, folder, "sweep.json"), json, folder)
                .runs()
                .stream()
                .map(SweepPlan.Planned::settings)
                .toList();
    }
}
