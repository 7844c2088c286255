package dev.sku.app.compare;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Questions of a file: JSONL with `prompt` or `question`, CSV with such a column, or plain text with one a line.
final class PromptLists {
    private static final List<String> COLUMNS = List.of("prompt", "question");

    private PromptLists() {}

    /// @throws ProblemException `DATA_COLUMN_MISSING`, `JSON_INVALID`, `FILE_MISSING`
    static List<String> read(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String text = WholeFile.read(file);
        Set<String> questions =
                name.endsWith(".jsonl")
                        ? json(text, file)
                        : name.endsWith(".csv")
                                ? csv(text, file)
                                : new LinkedHashSet<>(lines(text));
        return questions.stream().map(String::strip).filter(q -> !q.isEmpty()).toList();
    }

    /// Replaces the file as a whole: a row with a column `prompt` each.
    ///
    /// @throws ProblemException `WRITE_FAILED`
    static void write(List<String> questions, Path file) {
        StringBuilder lines = new StringBuilder();
        questions.forEach(q -> lines.append(Wire.line(Map.of("prompt", q))).append('\n'));
        try {
            Files.createDirectories(file.getParent());
            Path whole = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(whole, lines);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(file, e), e);
        }
    }

    private static List<String> lines(String text) {
        return text.lines().filter(l -> !l.isBlank()).toList();
    }

    private static Set<String> json(String text, Path file) {
        Set<String> all = new LinkedHashSet<>();
        int number = 0;
        for (String line : lines(text)) {
            number++;
            JsonNode row = Wire.tree(line, file + ", row " + number);
            String found = null;
            for (String column : COLUMNS) {
                found = found == null ? row.path(column).asString(null) : found;
            }
            if (found == null) {
                throw missing(file);
            }
            all.add(found);
        }
        return all;
    }

    private static Set<String> csv(String text, Path file) {
        List<List<String>> records = records(text);
        List<String> head =
                records.isEmpty()
                        ? List.of()
                        : records.getFirst().stream()
                                .map(h -> h.strip().toLowerCase(Locale.ROOT))
                                .toList();
        int column =
                COLUMNS.stream().mapToInt(head::indexOf).filter(i -> i >= 0).findFirst().orElse(-1);
        if (column < 0) {
            throw missing(file);
        }
        Set<String> all = new LinkedHashSet<>();
        for (List<String> r : records.subList(1, records.size())) {
            if (column < r.size()) {
                all.add(r.get(column));
            }
        }
        return all;
    }

    private static ProblemException missing(Path file) {
        return ProblemException.of(
                Problem.Code.USAGE_INVALID,
                file
                        + " has no column prompt or question. Name one so, or give one question a line as plain text.");
    }

    /// RFC 4180: quotes, doubled quotes, line breaks within them.
    private static List<List<String>> records(String text) {
        List<List<String>> all = new ArrayList<>();
        List<String> record = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    field.append(c);
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',') {
                record.add(take(field));
            } else if (c == '\n') {
                record.add(take(field).replace("\r", ""));
                all.add(record);
                record = new ArrayList<>();
            } else {
                field.append(c);
            }
        }
        if (!field.isEmpty() || !record.isEmpty()) {
            record.add(take(field));
            all.add(record);
        }
        return all;
    }

    private static String take(StringBuilder field) {
        String text = field.toString();
        field.setLength(0);
        return text;
    }
}
