package dev.sku.runtime.bench;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import dev.sku.runtime.bench.BenchReport.FamilyFigures;
import dev.sku.runtime.bench.BenchSpec.Family;
import dev.sku.runtime.bench.BenchSpec.Mode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Measures what a specification asks for, each thing in its own process, one after the other.
public final class Bench {
    private Bench() {}

    /// @param progress hears what is measured next
    public static BenchReport run(BenchSpec spec, Consumer<String> progress) {
        Map<Family, FamilyFigures> families = new EnumMap<>(Family.class);
        for (Family family : spec.families()) {
            String name = family.name().toLowerCase(Locale.ROOT);
            Map<Mode, StepFigures> steps = new EnumMap<>(Mode.class);
            for (Mode mode : spec.modes()) {
                String what = mode.name().toLowerCase(Locale.ROOT);
                progress.accept("%s, %s steps".formatted(name, what));
                steps.put(mode, inOwnProcess(spec, family, what, StepFigures.class));
            }
            GenerationFigures generation = null;
            if (spec.newTokens() > 0) {
                progress.accept(name + ", generation");
                generation =
                        inOwnProcess(
                                spec, family, BenchProcess.GENERATION, GenerationFigures.class);
            }
            families.put(family, new FamilyFigures(steps, generation));
        }
        progress.accept("plain matrix products");
        double gflops =
                inOwnProcess(spec, spec.families().getFirst(), BenchProcess.GEMM, Double.class);
        return new BenchReport(spec, families, gflops);
    }

    private static <T> T inOwnProcess(BenchSpec spec, Family family, String what, Class<T> type) {
        String json = Wire.line(spec.of(family));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-agentlib"))
                .forEach(command::add);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.addAll(List.of(BenchProcess.class.getName(), json, what));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("OMP_NUM_THREADS", String.valueOf(spec.threads()));
        @Nullable Process process = null;
        try {
            process = builder.start();
            process.getOutputStream().close();
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw ProblemException.of(
                        Problem.Code.INTERNAL,
                        "measuring %s %s ended with code %d".formatted(family, what, code));
            }
            return Wire.read(answer, type, "the measurement's answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.of(Problem.Code.INTERNAL, "interrupted"), e);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(Problem.Code.INTERNAL, String.valueOf(e.getMessage())), e);
        } finally {
            if (process != null) {
                process.destroy();
            }
        }
    }
}
