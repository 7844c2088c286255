package dev.sku.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void areWrittenAsPeopleReadThem() {
        assertThat(Numbers.whole(1000)).isEqualTo("1,000");
        assertThat(Numbers.percent(.04)).isEqualTo("4.0");
        assertThat(Numbers.compact(-.654)).isEqualTo("−0.65");
        assertThat(Numbers.compact(2e-4)).isEqualTo("2e−4");
        assertThat(Numbers.compact(Double.NaN)).isEqualTo("–");
        assertThat(Numbers.bytes(6_400_000_000L)).isEqualTo("6.4 GB");
        assertThat(Numbers.bytes(38_000_000)).isEqualTo("38 MB");
    }

    @Test
    void inFieldsReadBackAsTheSameNumber() {
        for (double v :
                new double[] {0, 1, 60, .5, 2.5, 1.5e-3, 2e-4, 1e-8, 3.75e-5, 1000, .05, 1e10}) {
            assertThat(Double.parseDouble(Numbers.exact(v))).as(Numbers.exact(v)).isEqualTo(v);
        }
        assertThat(Numbers.exact(1.5e-3)).isEqualTo("1.5e-3");
        assertThat(Numbers.exact(.05)).isEqualTo("0.05");
    }

    @Test
    void timesUseTheUnitThatFits() {
        assertThat(Numbers.duration(Duration.ofSeconds(8))).isEqualTo("8 s");
        assertThat(Numbers.duration(Duration.ofSeconds(436))).isEqualTo("7 min 16 s");
        assertThat(Numbers.duration(Duration.ofMinutes(144))).isEqualTo("2 h 24 min");
        Instant now = Instant.parse("2026-11-21T09:00:00Z");
        assertThat(Numbers.ago(now.minusSeconds(10), now)).isEqualTo("now");
        assertThat(Numbers.ago(now.minus(Duration.ofHours(3)), now)).isEqualTo("3 h ago");
        assertThat(Numbers.ago(now.minus(Duration.ofHours(30)), now)).isEqualTo("yesterday");
    }

    @Test
    void aFloodOfTasksAsksForOneTurn() {
        var turns = new java.util.ArrayDeque<Runnable>();
        FxQueue queue = new FxQueue(turns::add);
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            String n = String.valueOf(i);
            queue.execute(() -> order.append(n));
        }

        assertThat(turns).hasSize(1);
        turns.remove().run();
        assertThat(order).hasToString("01234");
    }
}
