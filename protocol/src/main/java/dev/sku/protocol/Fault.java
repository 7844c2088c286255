package dev.sku.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Something in a run specification that has to be mended before the run can start.
///
/// @param field path in the specification, as in its JSON: `optimizer.learningRate`, `trained.targets`
/// @param suggestion a value that was probably meant, in the way it is written in the specification; null for none
public record Fault(String field, Problem problem, @Nullable String suggestion) {
    public Fault(String field, Problem problem) {
        this(field, problem, null);
    }

    /// What is wrong, and where one is known, the value that was probably meant.
    public String sentence(Locale locale) {
        String sentence = problem.sentence(locale);
        return suggestion == null
                ? sentence
                : sentence
                        + " "
                        + Problem.of(Problem.Code.SPEC_SUGGESTION, suggestion).sentence(locale);
    }
}
