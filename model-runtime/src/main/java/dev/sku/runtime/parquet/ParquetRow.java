package dev.sku.runtime.parquet;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One row as the same row in JSON would be.
///
/// @param fault why it cannot be used; null where it can
public record ParquetRow(ObjectNode columns, @Nullable String fault) {}
