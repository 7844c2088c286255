package dev.sku.runtime.data;

import java.util.Collection;
import java.util.List;

/// How the columns of a row become examples.
sealed interface RowLayout permits SafeRlhf, TruthfulQa, MappedRows {
    /// Columns without which a file cannot have this layout.
    ///
    /// @param present those that it has, for a layout with two spellings
    List<String> requiredColumns(Collection<String> present);

    /// The examples of one row; none where the row is sound but of no use (both responses safe).
    List<Placed> examples(SourceRow row) throws RowFault;

    /// @param column which of the row's answers it is, from 0
    record Placed(int column, Example example) {}
}
