package dev.sku.runtime.bench;

import dev.sku.runtime.bench.BenchSpec.Family;
import dev.sku.runtime.bench.BenchSpec.Mode;
import dev.sku.runtime.bench.BenchSpec.Rows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was measured.
///
/// @param gemmGflops plain products of a step's shapes, in GFLOP a second of CPU time
public record BenchReport(BenchSpec spec, Map<Family, FamilyFigures> families, double gemmGflops) {
    /// @param generation null where none was asked for
    record FamilyFigures(Map<Mode, StepFigures> steps, @Nullable GenerationFigures generation) {}

    /// The object that other programs read.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        families.forEach((family, figures) -> json.put(lower(family), json(figures)));
        json.put("gemm_gflops", gemmGflops);
        json.put("threads", spec.threads());
        json.put("rows", lower(spec.rows()));
        json.put("batch", spec.batch());
        json.put("random_answers", spec.randomAnswers());
        json.put("steps", spec.steps());
        json.put("shape", spec.shape());
        return json;
    }

    private Map<String, Object> json(FamilyFigures figures) {
        Map<String, Object> json = new LinkedHashMap<>();
        figures.steps()
                .forEach((mode, s) -> {
                    Map<String, Object> step = new LinkedHashMap<>();
                    step.put("steps_per_second", s.stepsPerSecond());
                    step.put("tokens_per_second", s.tokensPerSecond());
                    step.put("peak_rss_bytes", s.peakResidentBytes());
                    step.put("cpu_seconds_per_step", s.cpuSecondsPerStep());
                    step.put("tokens_computed_per_step", s.tokensComputed());
                    step.put("milliseconds_of", s.millisecondsOf());
                    step.put("gflops_per_step", s.gflopsPerStep());
                    step.put("gflops_per_cpu_second", s.gflopsPerSecond());
                    step.put("share_of_gemm_rate", s.gflopsPerSecond() / gemmGflops);
                    json.put(lower(mode), step);
                });
        GenerationFigures g = figures.generation();
        if (g != null) {
            Map<String, Object> generation = new LinkedHashMap<>();
            generation.put("tokens_per_second", g.tokensPerSecond());
            generation.put("cpu_seconds_per_token", g.cpuSecondsPerToken());
            generation.put("peak_rss_bytes", g.peakResidentBytes());
            json.put("generation", generation);
            json.put("load_seconds", g.loadSeconds());
        }
        return json;
    }

    /// The same for people.
    public List<String> table() {
        List<String> lines = new java.util.ArrayList<>();
        BenchSpec.Shape s = spec.shape();
        lines.add(
                "%d layers, width %d (%d), vocabulary %d, %d heads; %s; batch %d, K %d; %d %s"
                        .formatted(
                                s.layers(),
                                s.hidden(),
                                s.ffn(),
                                s.vocabulary(),
                                s.heads(),
                                spec.rows() == Rows.UNIFORM
                                        ? "rows of %d tokens".formatted(s.tokens())
                                        : "rows of real length",
                                spec.batch(),
                                spec.randomAnswers(),
                                spec.threads(),
                                spec.threads() == 1 ? "thread" : "threads"));
        lines.add("");
        lines.add(
                "%-12s %9s %9s %10s %11s %9s %10s"
                        .formatted(
                                "",
                                "steps/s",
                                "ms/step",
                                "CPU ms",
                                "tokens/s",
                                "peak MiB",
                                "of GEMM"));
        families.forEach((family, figures) ->
                figures.steps().forEach((mode, step) -> step(lines, family, mode, step)));
        lines.add("");
        families.forEach((family, figures) -> {
            GenerationFigures g = figures.generation();
            if (g != null) {
                lines.add(
                        "%-6s generation %.1f tokens/s (one reply of %d), %d MiB; loads in %.0f ms"
                                .formatted(
                                        lower(family),
                                        g.tokensPerSecond(),
                                        spec.newTokens(),
                                        g.peakResidentBytes() >> 20,
                                        1000 * g.loadSeconds()));
            }
        });
        lines.add("Plain matrix products of these shapes: %.0f GFLOP/s.".formatted(gemmGflops));
        return lines;
    }

    private void step(List<String> lines, Family family, Mode mode, StepFigures s) {
        lines.add(
                "%-6s %-5s %9.3f %9.1f %10.1f %11.0f %9d %9.0f%%"
                        .formatted(
                                lower(family),
                                lower(mode),
                                s.stepsPerSecond(),
                                1000 * s.secondsPerStep(),
                                1000 * s.cpuSecondsPerStep(),
                                s.tokensPerSecond(),
                                s.peakResidentBytes() >> 20,
                                100 * s.gflopsPerSecond() / gemmGflops));
        StringBuilder parts = new StringBuilder("   ");
        s.millisecondsOf()
                .forEach((part, ms) ->
                        parts.append(" %s %.1f ms".formatted(part.replace('_', ' '), ms)));
        lines.add(parts.toString());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
