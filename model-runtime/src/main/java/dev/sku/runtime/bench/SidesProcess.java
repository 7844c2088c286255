package dev.sku.runtime.bench;

import static java.util.Objects.requireNonNull;

import dev.sku.protocol.Sampling;
import dev.sku.protocol.Trained;
import dev.sku.protocol.Wire;
import dev.sku.runtime.bench.SidesFigures.Arrangement;
import dev.sku.runtime.engine.CudaLibraries;
import dev.sku.runtime.engine.LibTorch;
import dev.sku.runtime.generate.Generator;
import dev.sku.runtime.generate.Row;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.Lora;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.model.Placement;
import dev.sku.runtime.model.StoredDifference;
import dev.sku.runtime.model.Variant;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Measures sides in a process of its own, greedily; end-of-text is ignored, so that all replies are equally long.
///
/// Started with a specification as JSON and a model folder; answers with one line of JSON.
public final class SidesProcess implements AutoCloseable {
    private final SidesSpec spec;
    private final CausalLm model;
    private final Generator generator;
    private final long[] prompt;
    private final StoredDifference difference;
    private final double negation;
    private volatile double lambda;

    private SidesProcess(SidesSpec spec, Path folder) {
        this.spec = spec;
        ModelFolder opened = ModelFolder.open(folder);
        model = CausalLm.load(opened, Placement.on(spec.device(), opened));
        generator = new Generator(model, true);
        SplittableRandom random = new SplittableRandom(1);
        prompt = random.longs(BenchModels.PROMPT, 0, model.config().vocabSize()).toArray();
        if (spec.rank() == 0) {
            difference = StoredDifference.taskVector(model, opened.tensors()); // 0.99 of the base
            negation = 0.01;
        } else {
            difference = StoredDifference.of(model, adapters());
            negation = 1;
        }
        lambda = negation;
    }

    private Lora adapters() {
        return Lora.initial(
                model,
                new Trained.Lora(spec.rank(), 2.0 * spec.rank(), 0, spec.targets(), null, 0),
                1);
    }

    public static void main(String[] args) {
        SidesSpec spec = Wire.read(args[0], SidesSpec.class, "the measurement");
        CudaLibraries.useFor(spec.device());
        LibTorch.setThreads(spec.threads());
        try (SidesProcess process = new SidesProcess(spec, Path.of(args[1]))) {
            System.out.println(Wire.line(process.measure()));
        }
    }

    private Variant base() {
        return new Variant.Plain(model.base());
    }

    private Variant unlearned() {
        return difference.at(lambda);
    }

    private void reply(Arrangement arrangement, Generator.TokenListener listener) {
        List<Supplier<Variant>> sides =
                switch (arrangement) {
                    case BASE -> List.of(this::base);
                    case UNLEARNED -> List.of(this::unlearned);
                    case BOTH -> List.of(this::base, this::unlearned);
                };
        generator.generate(
                sides.stream().map(side -> new Row(model, prompt, 0, side)).toList(),
                Sampling.greedy(spec.newTokens()),
                () -> false,
                listener);
    }

    private void reply(Arrangement arrangement) {
        reply(arrangement, (_, _) -> true);
    }

    private SidesFigures measure() {
        try (MemoryWatch memory = MemoryWatch.start()) {
            reply(Arrangement.BASE);
            long baseBytes = memory.now().resident();
            for (Arrangement each : Arrangement.values()) {
                reply(each); // oneDNN's code for these shapes, and Java's
            }
            long sidesBytes = memory.now().resident();
            int rounds = spec.rounds();
            Map<Arrangement, double[]> cpu = new EnumMap<>(Arrangement.class);
            Map<Arrangement, double[]> wall = new EnumMap<>(Arrangement.class);
            for (Arrangement each : Arrangement.values()) {
                cpu.put(each, new double[rounds]);
                wall.put(each, new double[rounds]);
            }
            Arrangement[] order = Arrangement.values();
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < order.length; i++) {
                    Arrangement now = order[(round + i) % order.length];
                    long wallBegan = System.nanoTime();
                    double cpuBegan = ProcessFigures.cpuSeconds();
                    reply(now);
                    requireNonNull(cpu.get(now))[round] =
                            (ProcessFigures.cpuSeconds() - cpuBegan) / spec.newTokens();
                    requireNonNull(wall.get(now))[round] =
                            (System.nanoTime() - wallBegan) / 1e9 / spec.newTokens();
                }
            }
            double[] changes = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                changes[round] = changeOfLambda(round % 2 == 0 ? negation / 2 : negation);
            }
            return new SidesFigures(
                    model.config().parameters(),
                    spreads(cpu),
                    spreads(wall),
                    ratio(cpu, Arrangement.BASE),
                    ratio(cpu, Arrangement.UNLEARNED),
                    least(cpu, Arrangement.BOTH) / least(cpu, Arrangement.BASE),
                    ratio(wall, Arrangement.BASE),
                    Spread.of(changes),
                    baseBytes,
                    sidesBytes,
                    memory.now().resident());
        }
    }

    /// Both sides reply; in the middle, λ is changed as another thread would: between a token and the next.
    ///
    /// @return seconds to the unlearned side's next token
    private double changeOfLambda(double to) {
        long[] changed = new long[2];
        int[] said = new int[1];
        int middle = spec.newTokens() / 2;
        reply(
                Arrangement.BOTH,
                (row, _) -> {
                    if (row == 1) {
                        said[0]++;
                        if (said[0] == middle) {
                            changed[0] = System.nanoTime();
                            lambda = to;
                        } else if (said[0] == middle + 1) {
                            changed[1] = System.nanoTime();
                        }
                    }
                    return true;
                });
        return (changed[1] - changed[0]) / 1e9;
    }

    private static Map<Arrangement, Spread> spreads(Map<Arrangement, double[]> values) {
        Map<Arrangement, Spread> spreads = new EnumMap<>(Arrangement.class);
        values.forEach((each, all) -> spreads.put(each, Spread.of(all)));
        return spreads;
    }

    private static double least(Map<Arrangement, double[]> values, Arrangement of) {
        return Arrays.stream(requireNonNull(values.get(of))).min().orElseThrow();
    }

    private static Spread ratio(Map<Arrangement, double[]> values, Arrangement alone) {
        double[] both = requireNonNull(values.get(Arrangement.BOTH));
        double[] one = requireNonNull(values.get(alone));
        double[] ratios = new double[both.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = both[i] / one[i];
        }
        return Spread.of(ratios);
    }

    @Override
    public void close() {
        difference.close();
        model.close();
    }
}
