package dev.sku.runtime.data;

import dev.sku.protocol.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// TruthfulQA.csv: a question with its best answer and other correct ones, all of them normal rows.
///
/// `Correct Answers` lists answers separated by `;`. The paper profile makes a row of each and leaves out those that
/// repeat another; the released code takes the whole cell as one answer, lists and repetitions included, and so does the
/// reference profile.
public final class TruthfulQa implements RowLayout {
    private static final String QUESTION = "Question";
    private static final String BEST = "Best Answer";
    private static final String CORRECT = "Correct Answers";

    private final Profile profile;

    TruthfulQa(Profile profile) {
        this.profile = profile;
    }

    public static RowFile read(Path file, Profile profile) {
        return DataFiles.read(file, new TruthfulQa(profile), profile);
    }

    @Override
    public List<String> requiredColumns() {
        return List.of(QUESTION, BEST, CORRECT);
    }

    @Override
    public List<Placed> examples(SourceRow row) throws RowFault {
        String question = row.text(QUESTION);
        List<String> answers =
                switch (profile) {
                    case PAPER -> separate(row.text(BEST), row.optionalText(CORRECT).orElse(""));
                    case REFERENCE -> List.of(row.text(BEST), row.text(CORRECT));
                };
        List<Placed> found = new ArrayList<>();
        for (int n = 0; n < answers.size(); n++) {
            found.add(
                    new Placed(n, Example.plain(question, answers.get(n), row.file(), row.line())));
        }
        return found;
    }

    /// The best answer first; a correct answer counts as repeated when only case, blanks or a final full stop differ.
    private static List<String> separate(String best, String correct) {
        Map<String, String> distinct = new LinkedHashMap<>();
        distinct.put(key(best), best);
        for (String answer : correct.split(";", -1)) {
            if (!answer.isBlank()) {
                distinct.putIfAbsent(key(answer), answer.strip());
            }
        }
        return List.copyOf(distinct.values());
    }

    private static String key(String answer) {
        String text = answer.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
