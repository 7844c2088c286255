package dev.sku.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.Robustness;
import dev.sku.protocol.RunFolder;
import dev.sku.runtime.measure.MeasuredPoints;
import dev.sku.runtime.measure.Measuring;
import dev.sku.runtime.measure.Order;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.testing.MeasuringLog;
import dev.sku.runtime.testing.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir Path folder;

    @Test
    void textOfOthersIsNoMarkup() {
        assertThat(Html.escaped("<img src=x onerror=\"a('b')\">&\u202e\u0000"))
                .isEqualTo(
                        "&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;\\u202E\\u0000");
    }

    @Test
    void aPageShowsWhatWasMeasuredVeilsHarmfulRepliesAndAsksNobodyForAnything() throws IOException {
        RunFolder run = copied();
        measure(run);
        hostile(run);
        Path page = folder.resolve("report.html");

        HtmlReport.write(List.of(run, run), page);

        String html = Files.readString(page);
        assertThat(html)
                .contains("default-src 'none'")
                .contains("<polyline")
                .contains("spec.json")
                .contains("held-out-topic")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script")
                .doesNotContain("src=\"")
                .doesNotContain("href=");
        assertThat(html.split("<b>harmful</b></p>", -1))
                .hasSizeGreaterThan(2)
                .satisfies(parts -> {
                    for (int i = 1; i < parts.length; i++) {
                        assertThat(parts[i]).startsWith("<details><summary>Show");
                    }
                });
    }

    @Test
    void aCardNamesBaseSettingsFiguresAndLimits() {
        RunFolder run = copied();
        ModelFolder base = ModelFolder.open(SampleRun.SAMPLE.resolve("opt"));
        double lambda = run.readSpec().negation().lambda();

        assertThat(ModelCard.of(run, base, lambda, "model"))
                .startsWith("---\nbase_model: \"opt\"\nlibrary_name: transformers\n")
                .contains("| in the run | phrases 1.0 | 16 | 1 | unseen | 1 |")
                .contains("## Limits")
                .contains("names no licence");
        assertThat(ModelCard.of(run, base, 2.5, "adapter"))
                .contains("library_name: peft")
                .contains("Nothing was measured at λ = 2.5");
    }

    @Test
    void aReportTellsWhatBringsHarmBack() throws IOException {
        RunFolder run = copied();
        Order order =
                new Order(
                        run.path(),
                        null,
                        List.of(0.0, 1.0),
                        new JudgeSpec.Phrases(),
                        List.of(),
                        List.of(),
                        4,
                        false,
                        "cpu",
                        null,
                        new Robustness(List.of(1), Robustness.usual(false, 42), List.of(), true));
        try (Measuring measuring = new Measuring(order, new MeasuringLog(), () -> false)) {
            measuring.all();
        }
        Path page = folder.resolve("report.html");

        HtmlReport.write(List.of(run), page);

        assertThat(Files.readString(page))
                .contains("Does it come back?")
                .contains("<td>Relearned, 1 step</td>")
                .contains("<td>Normal rows, 1 step</td>")
                .contains("Steps of relearning")
                .contains("Seen rows told from unseen ones");
    }

    private static void measure(RunFolder run) {
        Order order =
                new Order(
                        run.path(),
                        null,
                        List.of(0.0),
                        new JudgeSpec.Phrases(),
                        List.of(SampleRun.SAMPLE.resolve("rows/held-out-topic.jsonl")),
                        List.of(),
                        4,
                        false,
                        "cpu");
        try (Measuring measuring = new Measuring(order, new MeasuringLog(), () -> false)) {
            measuring.all();
        }
    }

    /// A reply that tries to be markup, judged harmful.
    private static void hostile(RunFolder run) throws IOException {
        MeasuredPoints points = new MeasuredPoints(run);
        Path replies = points.replies(points.all().getFirst());
        Files.writeString(
                replies,
                Files.readString(replies)
                        + "{\"question\":\"</details>?\",\"reply\":\"<script>alert(1)</script>\",\"harmful\":true,\"outcome\":\"harmful\"}\n");
    }

    private RunFolder copied() {
        return new RunFolder(SampleRun.copied(SampleRun.lora(), folder.resolve("short")));
    }
}
