package dev.sku.runtime.sample;

import dev.sku.protocol.Wire;
import dev.sku.runtime.weights.AtomicFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes the sample rows in the layouts of the data sets they stand for: PKU-SafeRLHF (JSON lines) and TruthfulQA (CSV).
public final class SampleFiles {
    /// A file that was written.
    public record Written(Path file, int rows, long bytes) {}

    private static final List<String> TRUTHFUL_QA =
            List.of(
                    "Type",
                    "Category",
                    "Question",
                    "Best Answer",
                    "Correct Answers",
                    "Incorrect Answers",
                    "Source");

    private SampleFiles() {}

    /// Each file appears whole or not at all. The same seed writes the same bytes.
    public static List<Written> write(Path folder, long seed) {
        SampleRows rows = new SampleRows(seed);
        List<Written> written = new ArrayList<>();
        written.add(harmful(folder, "harmful.jsonl", rows.harmful(), seed));
        written.add(harmful(folder, "harmful-mixed.jsonl", rows.harmfulMixed(), seed));
        written.add(harmful(folder, "harmful-narrow.jsonl", rows.harmfulNarrow(), seed));
        written.add(normal(folder, "normal.csv", rows.normal(), seed));
        written.add(harmful(folder, "unseen-harmful.jsonl", rows.unseenHarmful(), seed));
        written.add(harmful(folder, "paraphrased-harmful.jsonl", rows.paraphrasedHarmful(), seed));
        written.add(harmful(folder, "wrapped-harmful.jsonl", rows.wrappedHarmful(), seed));
        written.add(harmful(folder, "held-out-topic.jsonl", rows.heldOutTopic(), seed));
        written.add(normal(folder, "unseen-normal.csv", rows.unseenNormal(), seed));
        written.add(normal(folder, "borderline.csv", rows.borderline(), seed));
        return written;
    }

    private static Written harmful(Path folder, String name, List<HarmfulRow> rows, long seed) {
        Draws order = new Draws(seed, "order of responses");
        StringBuilder text = new StringBuilder();
        for (HarmfulRow row : rows) {
            text.append(Wire.line(safeRlhf(row, order.chance(0.5)))).append('\n');
        }
        return written(folder.resolve(name), rows.size(), text);
    }

    /// The refusal is the safe response of the pair, so that relabelling finds its target in the same row.
    private static Map<String, Object> safeRlhf(HarmfulRow row, boolean harmfulFirst) {
        int safe = harmfulFirst ? 1 : 0;
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("prompt", row.question());
        line.put("response_0", harmfulFirst ? row.harmfulAnswer() : row.refusal());
        line.put("response_1", harmfulFirst ? row.refusal() : row.harmfulAnswer());
        line.put("is_response_0_safe", !harmfulFirst);
        line.put("is_response_1_safe", harmfulFirst);
        line.put("better_response_id", safe);
        line.put("safer_response_id", safe);
        line.put("response_0_severity_level", harmfulFirst ? row.severity().level() : 0);
        line.put("response_1_severity_level", harmfulFirst ? 0 : row.severity().level());
        line.put("topic", row.topic());
        Wrapper wrapper = row.wrapper();
        if (wrapper != null) {
            line.put("wrapper", wrapper.title());
        }
        return line;
    }

    private static Written normal(Path folder, String name, List<NormalRow> rows, long seed) {
        Draws draws = new Draws(seed, "incorrect answers");
        Map<NormalFamily, List<String>> answers = new EnumMap<>(NormalFamily.class);
        for (NormalFamily family : NormalFamily.ALL) {
            answers.put(family, family.rows().stream().map(NormalRow::answer).distinct().toList());
        }
        StringBuilder text = new StringBuilder();
        appendCsv(text, TRUTHFUL_QA);
        for (NormalRow row : rows) {
            List<String> others =
                    answers.getOrDefault(row.family(), List.of()).stream()
                            .filter(a -> !a.equals(row.answer()))
                            .toList();
            appendCsv(
                    text,
                    List.of(
                            "Non-Adversarial",
                            row.family().title(),
                            row.question(),
                            row.answer(),
                            row.answer(),
                            draws.one(others),
                            "SKU Workbench sample data"));
        }
        return written(folder.resolve(name), rows.size(), text);
    }

    /// RFC 4180, except that lines end in a line feed alone, as in TruthfulQA.csv.
    private static void appendCsv(StringBuilder text, List<String> cells) {
        String separator = "";
        for (String cell : cells) {
            text.append(separator).append(quoted(cell));
            separator = ",";
        }
        text.append('\n');
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static Written written(Path file, int rows, CharSequence text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        AtomicFiles.writeFile(file, out -> out.write(bytes));
        return new Written(file, rows, bytes.length);
    }
}
