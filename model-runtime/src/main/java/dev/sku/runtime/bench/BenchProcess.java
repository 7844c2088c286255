package dev.sku.runtime.bench;

import dev.sku.protocol.Wire;
import dev.sku.runtime.bench.BenchSpec.Family;
import dev.sku.runtime.bench.BenchSpec.Mode;
import dev.sku.runtime.engine.LibTorch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/// Measures one thing in a process of its own, so that its peak of memory is its own.
///
/// Started with a specification as JSON and the name of a measurement; answers with one line of JSON.
public final class BenchProcess {
    static final String GENERATION = "generation";
    static final String GEMM = "gemm";

    private BenchProcess() {}

    public static void main(String[] args) throws IOException {
        BenchSpec spec = Wire.read(args[0], BenchSpec.class, "the measurement");
        LibTorch.setThreads(spec.threads());
        System.out.println(Wire.line(measure(spec, spec.families().getFirst(), args[1])));
    }

    private static Object measure(BenchSpec spec, Family family, String what) {
        switch (what) {
            case GEMM -> {
                return new GemmRate().gflopsPerSecond(spec.shape());
            }
            case GENERATION -> {
                try (GenerationBench bench = new GenerationBench(spec, family)) {
                    return bench.measure();
                }
            }
            default -> {
                try (StepBench bench = new StepBench(spec, family, mode(what))) {
                    return bench.measure();
                }
            }
        }
    }

    private static Mode mode(String name) {
        return Mode.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /// Takes turns with another program: one step (or reply) for each line of `in`, answered by its CPU and wall time.
    ///
    /// @param what `full`, `lora` or `generation`
    public static void inTurn(BenchSpec spec, String what, BufferedReader in, PrintStream out)
            throws IOException {
        LibTorch.setThreads(spec.threads());
        Family family = spec.families().getFirst();
        if (what.equals(GENERATION)) {
            try (GenerationBench bench = new GenerationBench(spec, family)) {
                answer(bench::reply, in, out);
            }
        } else {
            try (StepBench bench = new StepBench(spec, family, mode(what))) {
                answer(bench::step, in, out);
            }
        }
    }

    private static void answer(IntSupplier work, BufferedReader in, PrintStream out)
            throws IOException {
        while (in.readLine() != null) {
            double cpuBegan = ProcessFigures.cpuSeconds();
            long wallBegan = System.nanoTime();
            int tokens = work.getAsInt();
            double wall = (System.nanoTime() - wallBegan) / 1e9;
            double cpu = ProcessFigures.cpuSeconds() - cpuBegan;
            out.println(
                    Wire.line(
                            Map.of(
                                    "cpu_seconds",
                                    cpu,
                                    "wall_seconds",
                                    wall,
                                    "tokens",
                                    tokens,
                                    "peak_rss_bytes",
                                    ProcessFigures.peakResidentBytes())));
            out.flush();
        }
    }
}
