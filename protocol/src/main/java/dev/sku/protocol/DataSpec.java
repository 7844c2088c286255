package dev.sku.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a run.
///
/// @param harmful files of harmful rows (PKU-SafeRLHF JSONL, or any JSONL/CSV with `harmfulColumns`)
/// @param normal files of normal rows (TruthfulQA CSV, or any JSONL/CSV with `normalColumns`)
/// @param unseenHarmful files of harmful rows that are only evaluated; null holds back a split of `harmful`
/// @param unseenNormal files of normal rows that are only evaluated; null takes the test split of `normal`
/// @param template prompt text around a question, with `{q}`; the answer follows it. [#CHAT_TEMPLATE] stands for the
///     model's own chat template
/// @param maxTokens rows are cut to this many tokens (the answer, never the prompt)
public record DataSpec(
        List<String> harmful,
        List<String> normal,
        @Nullable List<String> unseenHarmful,
        @Nullable List<String> unseenNormal,
        @Nullable ColumnMapping harmfulColumns,
        @Nullable ColumnMapping normalColumns,
        String template,
        int maxTokens,
        SplitSpec split) {
    /// The template of the SKU paper's code. Note the blank before the second `###`.
    public static final String SKU_TEMPLATE = "### Question: {q}\n ### Answer: {a}";

    /// In place of a template: the chat template that the model's folder holds.
    public static final String CHAT_TEMPLATE = "chat_template";
}
