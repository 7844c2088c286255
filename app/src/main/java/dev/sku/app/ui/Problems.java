package dev.sku.app.ui;

import dev.sku.protocol.ProblemException;
import java.util.Locale;
import java.util.concurrent.CompletionException;

/// Faults in the words that are shown.
public final class Problems {
    private Problems() {}

    public static String sentence(Throwable fault) {
        return switch (fault) {
            case CompletionException e when e.getCause() != null -> sentence(e.getCause());
            case ProblemException e -> e.problem().sentence(Locale.ENGLISH);
            default ->
                    fault.getMessage() == null
                            ? fault.getClass().getSimpleName()
                            : fault.getMessage();
        };
    }
}
