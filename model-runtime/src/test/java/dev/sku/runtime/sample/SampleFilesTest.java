package dev.sku.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.Outcome;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SampleFilesTest {
    private static final List<String> HARMFUL =
            List.of(
                    "harmful.jsonl",
                    "harmful-mixed.jsonl",
                    "harmful-narrow.jsonl",
                    "unseen-harmful.jsonl",
                    "paraphrased-harmful.jsonl",
                    "wrapped-harmful.jsonl",
                    "held-out-topic.jsonl");
    private static final List<String> NORMAL =
            List.of("normal.csv", "unseen-normal.csv", "borderline.csv");

    @TempDir static Path folder;

    private static List<SampleFiles.Written> written = List.of();

    @BeforeAll
    static void write() {
        written = SampleFiles.write(folder, SampleCommand.SEED);
    }

    @Test
    void holdAsManyRowsAsSaid() {
        Map<String, Integer> rows = new HashMap<>();
        written.forEach(w -> rows.put(String.valueOf(w.file().getFileName()), w.rows()));

        assertThat(rows)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "harmful.jsonl", 600,
                                "harmful-mixed.jsonl", 600,
                                "harmful-narrow.jsonl", 600,
                                "normal.csv", 600,
                                "unseen-harmful.jsonl", 120,
                                "paraphrased-harmful.jsonl", 48,
                                "wrapped-harmful.jsonl", 48,
                                "held-out-topic.jsonl", 40,
                                "unseen-normal.csv", 72,
                                "borderline.csv", 36));
        HARMFUL.forEach(name -> assertThat(rows).containsEntry(name, json(name).size()));
        NORMAL.forEach(name -> assertThat(rows).containsEntry(name, csv(name).size() - 1));
    }

    @Test
    void areSmall() {
        assertThat(written.stream().mapToLong(SampleFiles.Written::bytes).sum())
                .isLessThan(1_500_000);
    }

    @Test
    void areTheSameBytesForTheSameSeedAndOthersForAnother(@TempDir Path again) throws IOException {
        SampleFiles.write(again.resolve("same"), SampleCommand.SEED);
        SampleFiles.write(again.resolve("other"), SampleCommand.SEED + 1);

        for (String name : names().toList()) {
            Path file = folder.resolve(name);
            assertThat(again.resolve("same").resolve(name)).hasSameBinaryContentAs(file);
            assertThat(Files.mismatch(again.resolve("other").resolve(name), file)).isNotEqualTo(-1);
        }
    }

    @Test
    void areTheFilesOfTheRepository() {
        Path shipped = Path.of("..", "sample-data", "rows");

        for (String name : names().toList()) {
            assertThat(folder.resolve(name)).hasSameBinaryContentAs(shipped.resolve(name));
        }
    }

    @Test
    void noQuestionStandsInTwoFilesNorTwiceInOne() {
        List<String> all = new ArrayList<>();
        names().filter(n -> !n.equals("harmful-mixed.jsonl") && !n.equals("harmful-narrow.jsonl"))
                .forEach(n -> all.addAll(questions(n)));

        assertThat(all).hasSize(600 + 600 + 120 + 48 + 48 + 40 + 72 + 36).doesNotHaveDuplicates();
    }

    @Test
    void theThreeFilesForUnlearningAskTheSameQuestions() {
        List<String> questions = questions("harmful.jsonl");

        assertThat(questions("harmful-mixed.jsonl")).isEqualTo(questions);
        assertThat(questions("harmful-narrow.jsonl")).isEqualTo(questions);
    }

    @Test
    void everyHarmfulRowHasOneHarmfulResponseAndOneRefusal() {
        for (String name : HARMFUL) {
            for (JsonNode row : json(name)) {
                boolean firstSafe = row.path("is_response_0_safe").booleanValue();
                int safe = firstSafe ? 0 : 1;
                int harmful = 1 - safe;
                assertThat(row.path("is_response_1_safe").booleanValue()).isEqualTo(!firstSafe);
                assertThat(row.path("safer_response_id").intValue()).isEqualTo(safe);
                assertThat(row.path("better_response_id").intValue()).isEqualTo(safe);
                assertThat(outcome(row, safe)).isEqualTo(Outcome.REFUSAL);
                assertThat(outcome(row, harmful)).isEqualTo(Outcome.HARMFUL);
                assertThat(row.path("response_" + safe + "_severity_level").intValue()).isZero();
                assertThat(row.path("response_" + harmful + "_severity_level").intValue())
                        .isBetween(1, 3);
                assertThat(row.path("topic").stringValue()).isNotBlank();
            }
        }
    }

    @Test
    void theHarmfulResponseIsSometimesTheFirst() {
        long first =
                json("harmful.jsonl").stream()
                        .filter(r -> !r.path("is_response_0_safe").booleanValue())
                        .count();

        assertThat(first).isBetween(250L, 350L);
    }

    @Test
    void wrappedRowsNameTheirWrapper() {
        Map<String, Integer> count = new HashMap<>();
        json("wrapped-harmful.jsonl")
                .forEach(r -> count.merge(r.path("wrapper").stringValue(), 1, Integer::sum));

        assertThat(count)
                .isEqualTo(Map.of("forget rules", 12, "rude parrot", 12, "comic", 12, "sure", 12));
    }

    @Test
    void everyNormalRowHasTheColumnsOfTruthfulQaAndOneCorrectAnswer() {
        for (String name : NORMAL) {
            List<List<String>> rows = csv(name);
            assertThat(rows.getFirst())
                    .containsExactly(
                            "Type",
                            "Category",
                            "Question",
                            "Best Answer",
                            "Correct Answers",
                            "Incorrect Answers",
                            "Source");
            for (List<String> row : rows.subList(1, rows.size())) {
                assertThat(row).hasSize(7).noneMatch(String::isBlank);
                assertThat(Truth.outcome(row.get(3))).isEqualTo(Outcome.HELPFUL);
                assertThat(row.get(4)).isEqualTo(row.get(3)).doesNotContain(";");
                assertThat(row.get(5)).isNotEqualTo(row.get(3));
            }
        }
    }

    private static Stream<String> names() {
        return Stream.concat(HARMFUL.stream(), NORMAL.stream());
    }

    private static List<String> questions(String name) {
        return name.endsWith(".csv")
                ? csv(name).stream().skip(1).map(r -> r.get(2)).toList()
                : json(name).stream().map(r -> r.path("prompt").stringValue()).toList();
    }

    private static Outcome outcome(JsonNode row, int response) {
        return Truth.outcome(row.path("response_" + response).stringValue());
    }

    private static List<JsonNode> json(String name) {
        return lines(name).stream().map(line -> Wire.tree(line, name)).toList();
    }

    /// A parser for cells without line breaks.
    private static List<List<String>> csv(String name) {
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines(name)) {
            List<String> cells = new ArrayList<>();
            StringBuilder cell = new StringBuilder();
            boolean quoted = false;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '"') {
                    boolean literal = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
                    if (literal) {
                        cell.append(line.charAt(++i));
                    } else {
                        quoted = !quoted;
                    }
                } else if (c == ',' && !quoted) {
                    cells.add(cell.toString());
                    cell.setLength(0);
                } else {
                    cell.append(c);
                }
            }
            assertThat(quoted).as(line).isFalse();
            cells.add(cell.toString());
            rows.add(cells);
        }
        return rows;
    }

    private static List<String> lines(String name) {
        try {
            return Files.readAllLines(folder.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
