package dev.sku.runtime.data;

import dev.sku.protocol.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// TruthfulQA: a question with its best answer and other correct ones, all of them normal rows.
///
/// TruthfulQA.csv has one text of correct answers, separated by `;`; the files on the hub, which spell the columns in small
/// letters, have a list of them. The paper profile makes a row of each and leaves out those that repeat another; the released
/// code takes the whole cell as one answer, lists and repetitions included, and so does the reference profile.
public final class TruthfulQa implements RowLayout {
    private static final List<String> IN_CSV =
            List.of("Question", "Best Answer", "Correct Answers");
    private static final List<String> ON_THE_HUB =
            List.of("question", "best_answer", "correct_answers");

    private final Profile profile;

    TruthfulQa(Profile profile) {
        this.profile = profile;
    }

    public static RowFile read(Path file, Profile profile) {
        return DataFiles.read(file, new TruthfulQa(profile), profile);
    }

    @Override
    public List<String> requiredColumns(Collection<String> present) {
        return present.containsAll(ON_THE_HUB) ? ON_THE_HUB : IN_CSV;
    }

    @Override
    public List<Placed> examples(SourceRow row) throws RowFault {
        List<String> columns = requiredColumns(row.columns().propertyNames());
        String question = row.text(columns.get(0));
        String best = row.text(columns.get(1));
        List<String> correct = row.texts(columns.get(2), ";");
        List<String> answers =
                switch (profile) {
                    case PAPER -> separate(best, correct);
                    case REFERENCE -> List.of(best, row.joined(columns.get(2), "; "));
                };
        List<Placed> found = new ArrayList<>();
        for (int n = 0; n < answers.size(); n++) {
            found.add(
                    new Placed(n, Example.plain(question, answers.get(n), row.file(), row.line())));
        }
        return found;
    }

    /// The best answer first; a correct answer counts as repeated when only case, blanks or a final full stop differ.
    private static List<String> separate(String best, List<String> correct) {
        Map<String, String> distinct = new LinkedHashMap<>();
        distinct.put(key(best), best);
        for (String answer : correct) {
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
