package dev.sku.runtime.tradeoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunResult;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import dev.sku.runtime.inputs.InputReading;
import dev.sku.runtime.testing.MeasuredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPointsTest {
    private final RunFolder run;

    RunPointsTest(@TempDir Path folder) throws IOException {
        run = MeasuredRun.in(folder);
    }

    @Test
    void everyEvaluationOfTheJournalIsAPoint() {
        List<MeasuredPoint> points = RunPoints.of(run).own();

        assertThat(points)
                .extracting(p -> p.step() + " " + p.lambda())
                .containsExactly("0 0.0", "20 1.0", "60 0.5", "60 1.0", "60 2.0");
        assertThat(points).extracting(MeasuredPoint::key).doesNotHaveDuplicates();
        assertThat(points)
                .extracting(MeasuredPoint::conditions)
                .containsOnly(points.getFirst().conditions());
        assertThat(points.getFirst().cost().seconds()).isEqualTo(2.5);
    }

    @Test
    void aResultGivesWhatTheJournalHasLost() throws IOException {
        Files.delete(run.events());
        WholeFile.write(
                run.result(),
                Wire.pretty(
                        new RunResult(
                                run.name(),
                                60,
                                MeasuredRun.measurement(95, 10),
                                MeasuredRun.measurement(3, 10.4),
                                List.of(
                                        new RunResult.SweepPoint(
                                                .5, MeasuredRun.measurement(40, 10.1))),
                                61,
                                0,
                                Map.of(),
                                null,
                                null,
                                null)));

        assertThat(RunPoints.of(run).own())
                .extracting(p -> p.step() + " " + p.lambda())
                .containsExactly("0 0.0", "60 1.0", "60 0.5");
    }

    @Test
    void anotherSeedIsComparableWhereThePromptsAreAllOfSomeFiles() {
        MeasuredPoint before = RunPoints.of(run).own().getFirst();
        WholeFile.write(
                run.spec(), Wire.pretty(run.readSpec()).replace("\"seed\" : 42", "\"seed\" : 43"));
        MeasuredPoint after = RunPoints.of(run).own().getFirst();

        assertThat(after.conditions()).isNotEqualTo(before.conditions());
        assertThat(after.conditions().comparable()).isEqualTo(before.conditions().comparable());
    }

    @Test
    void otherPromptsAreOtherConditions() {
        MeasuredPoint before = RunPoints.of(run).own().getFirst();
        RunSpec spec = run.readSpec();
        WholeFile.write(
                run.spec(),
                Wire.pretty(spec).replace("\"harmfulPrompts\" : 0", "\"harmfulPrompts\" : 50"));
        MeasuredPoint after = RunPoints.of(run).own().getFirst();

        assertThat(after.conditions().prompts()).isNotEqualTo(before.conditions().prompts());
        assertThat(after.key()).isNotEqualTo(before.key());
    }

    @Test
    void whatWasEvaluatedAfterwardsIsApart() throws IOException {
        MeasuredPoint own = RunPoints.of(run).own().getLast();
        MeasuredPoint later =
                new MeasuredPoint(
                        "ab".repeat(32),
                        own.run(),
                        own.method(),
                        60,
                        1.7,
                        own.conditions(),
                        own.measurement(),
                        own.cost());
        Files.createDirectories(run.evaluations());
        WholeFile.write(run.evaluations().resolve(later.key() + ".json"), Wire.pretty(later));

        assertThat(RunPoints.of(run).evaluated()).containsExactly(later);
    }

    @Test
    void anInquiryFindsThem() throws InterruptedException {
        assertThat(new InputReading().answer(new Inquiry.Points(run.path().toString())))
                .isEqualTo(RunPoints.of(run))
                .isInstanceOf(Finding.Points.class);
    }
}
