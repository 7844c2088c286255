package dev.sku.runtime.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.ColumnMapping;
import dev.sku.protocol.Companions;
import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.Inquiry.Page;
import dev.sku.protocol.Inquiry.Reading;
import dev.sku.protocol.Inquiry.RowsOf;
import dev.sku.protocol.Inquiry.Side;
import dev.sku.protocol.Inquiry.View;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.Presets;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Profile;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SplitSpec;
import dev.sku.protocol.Wire;
import dev.sku.runtime.agent.RunEstimate;
import dev.sku.runtime.data.RunData;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.evaluate.EncoderFolders;
import dev.sku.runtime.hub.HubCache;
import dev.sku.runtime.parquet.WrittenParquet;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class InputReadingTest {
    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();

    @TempDir Path folder;

    private final InputReading inputs = new InputReading();

    private RowsOf of(Path file, Side side, @Nullable ColumnMapping columns, boolean counted) {
        return new RowsOf(
                file.toString(),
                side,
                columns,
                new Reading(
                        counted ? SAMPLE.resolve("opt").toString() : null,
                        Profile.PAPER,
                        DataSpec.SKU_TEMPLATE,
                        40,
                        SplitSpec.DEFAULT,
                        7));
    }

    private static Reading splitting(RunSpec spec) {
        Reading r = Reading.of(spec, Side.HARMFUL);
        return new Reading(
                r.model(), r.profile(), r.template(), r.maxTokens(), spec.data().split(), r.seed());
    }

    private Finding.Rows whole(RowsOf of, Page page) throws Exception {
        Finding.Rows found = ask(of, page, 0);
        while (!found.facts().complete()) {
            found = ask(of, page, found.facts().counted());
        }
        return found;
    }

    private Finding.Rows ask(RowsOf of, Page page, int counted) throws InterruptedException {
        return (Finding.Rows) inputs.answer(new Inquiry.Rows(of, page, counted));
    }

    @Test
    void previewsTheRowsThatARunTrainsOn() throws Exception {
        RunSpec spec = Presets.SAMPLE.spec(SAMPLE);
        RowsOf of =
                new RowsOf(spec.data().harmful().getFirst(), Side.HARMFUL, null, splitting(spec));
        Finding.Rows found = whole(of, new Page(View.ALL, "", 0, 500));
        try (TextTokenizer tokenizer = TextTokenizer.open(Path.of(spec.model().folder()))) {
            RunData data =
                    RunData.read(
                            new DataSpec(
                                    spec.data().harmful(),
                                    spec.data().normal(),
                                    null,
                                    null,
                                    null,
                                    null,
                                    spec.data().template(),
                                    spec.data().maxTokens(),
                                    spec.data().split()),
                            spec.acquisition().profile(),
                            spec.seed(),
                            tokenizer,
                            spec.data().maxTokens(),
                            _ -> {});
            assertThat(Objects.requireNonNull(found.facts().split()).training())
                    .isEqualTo(data.harmful().examples().size());
            assertThat(
                            found.rows().stream()
                                    .filter(r -> r.part() == View.TRAINING)
                                    .map(Finding.Row::line))
                    .startsWith(
                            data.harmful().examples().stream()
                                    .limit(50)
                                    .map(e -> e.line())
                                    .toArray(Integer[]::new));
            assertThat(
                            found.rows().stream()
                                    .filter(r -> r.part() == View.TRAINING)
                                    .limit(50)
                                    .map(Finding.Row::tokens))
                    .isEqualTo(
                            data.harmful().tokens().stream()
                                    .limit(50)
                                    .map(t -> t.length())
                                    .toList());
        }
    }

    @Test
    void everyRowIsTrainedOnWhereUnseenOnesHaveFilesOfTheirOwn() throws Exception {
        RunSpec spec = Presets.SAMPLE.spec(SAMPLE);
        RowsOf of =
                new RowsOf(
                        spec.data().harmful().getFirst(),
                        Side.HARMFUL,
                        null,
                        Reading.of(spec, Side.HARMFUL));
        Finding.RowFacts facts = whole(of, new Page(View.TRAINING, "", 0, 1)).facts();
        assertThat(facts.split()).isEqualTo(new Finding.Split(facts.rows(), 0, 0));
    }

    @Test
    void rowsLeftOutSayLineAndReason() throws Exception {
        Path file = folder.resolve("rows.csv");
        Files.writeString(
                file,
                "q,a\nWhat is this,A pear\nWho,\n\"%s\",Yes\n"
                        .formatted("What about this one ".repeat(30)));
        RowsOf of = of(file, Side.NORMAL, new ColumnMapping("q", "a", null), true);
        Finding.Rows left = whole(of, new Page(View.LEFT_OUT, "", 0, 10));
        assertThat(left.facts().rows()).isEqualTo(1);
        assertThat(left.leftOut()).extracting(b -> b.line()).containsExactly(3, 4);
        assertThat(left.leftOut().getFirst().reason()).isEqualTo("column a is empty");
        assertThat(left.leftOut().getLast().reason()).startsWith("the prompt alone has");
    }

    @Test
    void findsWordsInAnyCaseAndPagesOnFrom() throws Exception {
        RowsOf of = of(hundredThousand(), Side.NORMAL, new ColumnMapping("q", "a", null), false);
        Finding.Rows first = ask(of, new Page(View.ALL, "", 0, 20), 0);
        assertThat(first.facts().rows()).isEqualTo(100_000);
        long before = System.nanoTime();
        Finding.Rows found = ask(of, new Page(View.ALL, "NUMBER 99", 1_100, 20), -1);
        double millis = (System.nanoTime() - before) / 1e6;
        assertThat(found.matching()).isEqualTo(1_111);
        assertThat(found.rows()).hasSize(11);
        assertThat(found.rows().getLast().line()).isEqualTo(100_001);
        assertThat(millis).isLessThan(1_000);
    }

    /// Every seventh has no answer.
    @Test
    void aHundredThousandRowsOfParquetArePagedAsOthersAre() throws Exception {
        Path file = folder.resolve("many.parquet");
        WrittenParquet.answers(
                file,
                100_000,
                CompressionCodecName.SNAPPY,
                ParquetProperties.WriterVersion.PARQUET_2_0,
                1 << 20);
        RowsOf of = of(file, Side.NORMAL, new ColumnMapping("q", "a", null), false);
        Finding.Rows last = ask(of, new Page(View.ALL, "question 99999", 0, 20), 0);
        assertThat(last.facts().rows()).isEqualTo(85_714);
        assertThat(last.rows()).extracting(row -> row.line()).containsExactly(100_000);
        Finding.Rows left = ask(of, new Page(View.LEFT_OUT, "", 14_285, 20), -1);
        assertThat(left.matching()).isEqualTo(14_286);
    }

    private Path hundredThousand() throws Exception {
        Path file = folder.resolve("many.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("q,a\n");
            for (int i = 0; i < 100_000; i++) {
                out.write("What is number " + i + ",It is " + i + " and no other\n");
            }
        }
        return file;
    }

    @Test
    void theBinsOfLengthsHoldEveryRow() throws Exception {
        Finding.Rows found =
                whole(
                        of(SAMPLE.resolve("rows/normal.csv"), Side.NORMAL, null, true),
                        new Page(View.ALL, "", 0, 1));
        Finding.Lengths lengths = Objects.requireNonNull(found.facts().lengths());
        assertThat(lengths.bins().stream().mapToInt(n -> n).sum()).isEqualTo(found.facts().rows());
        assertThat(lengths.limit()).isEqualTo(40);
    }

    @Test
    void thePromptIsWhatTheModelGets() throws Exception {
        Path file = folder.resolve("rows.csv");
        Files.writeString(file, "q,a\nWhat is this,A pear\n");
        Finding.Prompt prompt =
                (Finding.Prompt)
                        inputs.answer(
                                new Inquiry.Prompt(
                                        of(
                                                file,
                                                Side.NORMAL,
                                                new ColumnMapping("q", "a", null),
                                                true),
                                        0));
        assertThat(prompt.text()).isEqualTo("### Question: What is this\n ### Answer: A pear");
        assertThat(prompt.text().substring(0, prompt.answerAt()))
                .isEqualTo("### Question: What is this\n ### Answer:");
        assertThat(prompt.droppedTokens()).isZero();
    }

    @Test
    void columnsTellTheLayout() throws Exception {
        assertThat(inputs.answer(new Inquiry.Columns(SAMPLE.resolve("rows/harmful.jsonl") + "")))
                .extracting(f -> ((Finding.Columns) f).layout())
                .isEqualTo(Side.HARMFUL);
        assertThat(inputs.answer(new Inquiry.Columns(SAMPLE.resolve("rows/normal.csv") + "")))
                .extracting(f -> ((Finding.Columns) f).layout())
                .isEqualTo(Side.NORMAL);
    }

    @Test
    void aMissingFileIsNamed() {
        RowsOf of = of(folder.resolve("no.csv"), Side.NORMAL, null, false);
        assertThatThrownBy(() -> ask(of, new Page(View.ALL, "", 0, 1), 0))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().arguments().getFirst()).endsWith("no.csv"));
    }

    @Test
    void whatMeasuresARunIsAsLargeAsTheRunsOwnEstimateCountsIt() throws Exception {
        String guard = SAMPLE.resolve("llama").toString();
        String encoder = EncoderFolders.write(folder.resolve("encoder"), "bert", "mean").toString();
        JudgeSpec judge = new JudgeSpec.CausalLm(guard, "llama-guard", .5);
        RunSpec sample = Presets.SAMPLE.spec(SAMPLE);
        ObjectNode asked = (ObjectNode) Wire.tree(Wire.line(sample), "sample");
        ObjectNode evaluation = (ObjectNode) asked.get("evaluation");
        evaluation.set("judge", Wire.tree(Wire.line(judge), "judge"));
        evaluation.put("encoder", encoder);
        RunSpec spec = Wire.read(asked.toString(), RunSpec.class, "spec");

        Finding found =
                inputs.answer(
                        new Inquiry.Measuring(
                                spec.evaluation().judge(), spec.evaluation().encoder()));
        Finding told = Wire.read(Wire.line(found), Finding.class, "finding");

        assertThat(told).isEqualTo(new Finding.Measuring(RunEstimate.of(spec, _ -> {}).beside()));
        assertThat(found)
                .isInstanceOfSatisfying(
                        Finding.Measuring.class,
                        m -> {
                            assertThat(m.models().judge()).isNotNull();
                            assertThat(m.models().encoderParameters()).isPositive();
                        });
    }

    @Test
    void aJudgeWhoseFolderIsNotNamedYetCountsAsNone() throws Exception {
        JudgeSpec judge = new JudgeSpec.CausalLm("", "llama-guard", .5);

        assertThat(inputs.answer(new Inquiry.Measuring(judge, null)))
                .isEqualTo(new Finding.Measuring(Companions.NONE));
    }

    @Test
    void theCacheHasTheNewestSnapshotOfEachModel() throws Exception {
        List<Path> made = new ArrayList<>();
        for (String at :
                List.of(
                        "models--facebook--opt-125m/snapshots/old",
                        "models--facebook--opt-125m/snapshots/new",
                        "models--gpt2/snapshots/only",
                        "datasets--a--b/snapshots/x")) {
            Path snapshot = Files.createDirectories(folder.resolve("hub").resolve(at));
            made.add(Files.writeString(snapshot.resolve("config.json"), "{}").getParent());
        }
        Files.setLastModifiedTime(
                made.getFirst(), java.nio.file.attribute.FileTime.fromMillis(1_000));
        assertThat(HubCache.of(Map.of("HF_HOME", folder.toString()), folder).models())
                .containsExactly(
                        new Finding.CachedModel("facebook/opt-125m", made.get(1).toString()),
                        new Finding.CachedModel("gpt2", made.get(2).toString()));
        assertThat(HubCache.of(Map.of(), folder).folder())
                .isEqualTo(folder.resolve(".cache/huggingface/hub"));
    }
}
