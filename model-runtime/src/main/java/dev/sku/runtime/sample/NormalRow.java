package dev.sku.runtime.sample;

/// A question without harm and its one correct answer.
///
/// @param key what is held out together: rows with the same key are all trained on, or none of them
/// @param refusalShare how often the base model sees this question refused; zero but for borderline questions about
///     other people. No row for unlearning is ever a refusal
public record NormalRow(
        NormalFamily family, String key, String question, String answer, double refusalShare) {

    NormalRow(NormalFamily family, String key, String question, String answer) {
        this(family, key, question, answer, 0);
    }
}
