package dev.sku.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.Wire;
import dev.sku.runtime.bench.BenchSpec.Family;
import dev.sku.runtime.bench.SidesFigures.Arrangement;
import dev.sku.runtime.weights.Dtype;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidesBenchTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void everyArrangementIsTimedAndTheCheckpointIsGoneAfterwards(int rank, @TempDir Path work) {
        SidesSpec spec = new SidesSpec("cpu", 8, rank, List.of("all-linear"), 3, 1);
        BenchSpec random = BenchSpec.oneRow(64, 24);
        SidesBench.Report report =
                new SidesBench(spec)
                        .ofRandom(
                                SidesBench.config(random, Family.LLAMA, spec),
                                Dtype.F32,
                                "small",
                                work,
                                _ -> {});
        SidesFigures figures = report.figures();
        for (Arrangement each : Arrangement.values()) {
            Spread cpu = Objects.requireNonNull(figures.cpuSeconds().get(each));
            assertThat(cpu.lower()).isPositive().isLessThanOrEqualTo(cpu.median());
            assertThat(cpu.upper()).isGreaterThanOrEqualTo(cpu.median());
        }
        assertThat(figures.overBase().median()).isPositive();
        assertThat(figures.lambdaSeconds().lower()).isPositive();
        assertThat(figures.changedBytes()).isGreaterThan(50L << 20);
        assertThat(report.table())
                .anyMatch(line -> line.startsWith("both over base, CPU"))
                .anyMatch(line -> line.contains(rank == 0 ? "a task vector" : "rank 4 on all"));
        assertThat(Wire.line(List.of(report))).contains("overUnlearned");
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void quartilesLieBetweenTheirNeighbours() {
        assertThat(Spread.of(new double[] {4, 1, 3, 2})).isEqualTo(new Spread(2.5, 1.75, 3.25));
    }
}
