package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.ui.Numbers;
import dev.sku.protocol.ForkPoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Which run was forked from which.
final class Lineage {
    private Lineage() {}

    /// Where a run comes from and what came from it, in words; empty where neither is known.
    static String of(RunEntry entry, List<RunEntry> all) {
        ForkPoint from = entry.summary().spec() == null ? null : entry.summary().spec().from();
        List<String> words = new ArrayList<>();
        if (from != null) {
            String parent = folderName(from);
            String title =
                    all.stream()
                            .filter(e -> e.summary().name().equals(parent))
                            .findFirst()
                            .map(RunEntry::title)
                            .orElse(parent);
            words.add(text("runs.lineage.from", Numbers.whole(from.step()), title));
        }
        List<String> forks =
                all.stream()
                        .filter(e -> isFork(e, entry.summary().name()))
                        .map(RunEntry::title)
                        .toList();
        if (!forks.isEmpty()) {
            words.add(text("runs.lineage.forks", forks.size(), String.join(", ", forks)));
        }
        return String.join("; ", words);
    }

    private static boolean isFork(RunEntry entry, String parent) {
        ForkPoint from = entry.summary().spec() == null ? null : entry.summary().spec().from();
        return from != null && folderName(from).equals(parent);
    }

    private static String folderName(ForkPoint from) {
        return String.valueOf(Path.of(from.run()).getFileName());
    }
}
