package dev.sku.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.Wire;
import dev.sku.runtime.bench.BenchSpec.Family;
import dev.sku.runtime.bench.BenchSpec.Mode;
import dev.sku.runtime.bench.BenchSpec.Rows;
import dev.sku.runtime.data.TokenRow;
import dev.sku.runtime.unlearn.StepBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BenchTest {
    private static BenchSpec small(Rows rows) {
        return new BenchSpec(
                List.of(Family.LLAMA),
                List.of(Mode.LORA),
                new BenchSpec.Shape(2, 32, 48, 64, 4, 2, 24),
                rows,
                2,
                3,
                4,
                8,
                2,
                1,
                8,
                1,
                1);
    }

    @Test
    void reportsWhatOtherProgramsRead() {
        List<String> heard = new ArrayList<>();
        BenchReport report = Bench.run(small(Rows.UNIFORM), heard::add);
        JsonNode json = Wire.tree(Wire.line(report.json()), "report");
        JsonNode lora = json.get("llama").get("lora");
        assertThat(lora.get("steps_per_second").doubleValue()).isPositive();
        assertThat(lora.get("tokens_per_second").doubleValue()).isPositive();
        assertThat(lora.get("peak_rss_bytes").longValue()).isGreaterThan(50L << 20);
        assertThat(lora.get("share_of_gemm_rate").doubleValue()).isBetween(0.0, 1.0);
        assertThat(json.get("llama").get("generation").get("tokens_per_second").doubleValue())
                .isPositive();
        assertThat(json.get("gemm_gflops").doubleValue()).isPositive();
        assertThat(json.has("opt")).isFalse();
        assertThat(heard).hasSize(3);
        assertThat(report.table()).anyMatch(line -> line.contains("llama  lora"));
    }

    @Test
    void countsEveryTrainedRowWhole() {
        StepBatch batch = new BenchRows(small(Rows.UNIFORM)).next();
        assertThat(BenchRows.tokens(batch)).isEqualTo(24 * 2 * (1 + 3 + 1));
    }

    @Test
    void rowsOfRealLengthShareTheirQuestionAndStayInTheirBounds() {
        BenchRows rows = new BenchRows(small(Rows.REAL));
        for (int i = 0; i < 50; i++) {
            StepBatch batch = rows.next();
            for (int b = 0; b < 2; b++) {
                TokenRow harmful = batch.harmful().get(b);
                assertThat(harmful.answerStart()).isBetween(12, 25);
                assertThat(harmful.answerLength()).isBetween(40, 140);
                assertThat(batch.normal().get(b).answerLength()).isBetween(8, 40);
                for (TokenRow random : batch.random().get(b)) {
                    assertThat(random.answerStart()).isEqualTo(harmful.answerStart());
                    assertThat(random.length()).isLessThanOrEqualTo(BenchRows.LONGEST_REAL);
                }
            }
        }
    }
}
