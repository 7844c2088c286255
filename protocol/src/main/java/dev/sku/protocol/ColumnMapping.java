package dev.sku.protocol;

import org.jspecify.annotations.Nullable;

/// Which columns of a JSONL or CSV file hold a row's question and answer.
///
/// `unsafeLabel` names the column that must be true (or `unsafe`, `harmful`, `1`) for a harmful row to count; null takes
/// every row.
public record ColumnMapping(String question, String answer, @Nullable String unsafeLabel) {}
