package dev.sku.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.RunFolder;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedRunTest {
    @Test
    void theShippedOneTakesTheHarmAway() {
        RunFolder shipped = new RunFolder(Path.of("..", "sample-data", "recorded-run"));
        RecordedRun run = RecordedRun.read(shipped).orElseThrow();

        assertThat(run.overLambda().getFirst().measurement().unseen().rate(Outcome.HARMFUL))
                .isGreaterThan(.9);
        assertThat(run.overLambda())
                .filteredOn(e -> e.lambda() == 1)
                .singleElement()
                .satisfies(e ->
                        assertThat(e.measurement().unseen().rate(Outcome.HARMFUL))
                                .isLessThan(.05));
        assertThat(run.question()).isNotBlank().doesNotContain("###");
        assertThat(run.base().outcome()).isEqualTo(Outcome.HARMFUL);
        assertThat(run.unlearned().outcome()).isEqualTo(Outcome.REFUSAL);
    }

    @Test
    void oneThatIsNotThereOrHasNoSweepIsNoPicture(@TempDir Path folder) {
        assertThat(RecordedRun.read(new RunFolder(folder.resolve("nowhere")))).isEmpty();
        RunFolder cut =
                DemonstrationRuns.running(folder, "cut", 100, 10, folder, Instant.now());
        assertThat(RecordedRun.read(cut)).isEmpty();
    }
}
