package dev.sku.runtime.data;

import dev.sku.protocol.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// PKU-SafeRLHF: a prompt with responses, each marked safe or not. Every response marked unsafe is a harmful row.
///
/// The old layout has 7 columns; the newer one adds `response_N_harm_category` (19 booleans) and
/// `response_N_severity_level`, which are kept, and others, which are ignored.
public final class SafeRlhf implements RowLayout {
    SafeRlhf() {}

    public static RowFile read(Path file) {
        return DataFiles.read(file, new SafeRlhf(), Profile.PAPER);
    }

    @Override
    public List<String> requiredColumns(Collection<String> present) {
        return List.of("prompt", "response_0", "is_response_0_safe");
    }

    @Override
    public List<Placed> examples(SourceRow row) throws RowFault {
        String question = row.text("prompt");
        List<Boolean> safe = new ArrayList<>();
        for (int n = 0; n < 2 || row.has(response(n)) || row.has(verdict(n)); n++) {
            safe.add(row.flag(verdict(n)));
        }
        int safeOne = safe.indexOf(true);
        String safeAnswer = safeOne < 0 ? null : row.optionalText(response(safeOne)).orElse(null);
        List<Placed> found = new ArrayList<>();
        for (int n = 0; n < safe.size(); n++) {
            if (!safe.get(n)) {
                found.add(
                        new Placed(
                                n,
                                new Example(
                                        question,
                                        row.text(response(n)),
                                        row.file(),
                                        row.line(),
                                        safeAnswer,
                                        categories(row, n),
                                        severity(row, n))));
            }
        }
        return found;
    }

    private static String response(int n) {
        return "response_" + n;
    }

    private static String verdict(int n) {
        return "is_response_" + n + "_safe";
    }

    private static List<String> categories(SourceRow row, int n) {
        JsonNode marks = row.columns().path(response(n) + "_harm_category");
        return marks.propertyStream()
                .filter(mark -> mark.getValue().isBoolean() && mark.getValue().booleanValue())
                .map(mark -> mark.getKey())
                .toList();
    }

    private static @Nullable Integer severity(SourceRow row, int n) {
        JsonNode level = row.columns().path(response(n) + "_severity_level");
        return level.canConvertToExactIntegral() && level.canConvertToInt()
                ? Integer.valueOf(level.intValue())
                : null;
    }
}
