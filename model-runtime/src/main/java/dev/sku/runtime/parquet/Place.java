package dev.sku.runtime.parquet;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import org.jspecify.annotations.Nullable;

/// Where in a file something is wrong, for the sentence that says so.
///
/// @param rowGroup from 1; 0 where no row group is meant
record Place(String file, int rowGroup, @Nullable String column) {
    static Place of(String file) {
        return new Place(file, 0, null);
    }

    Place rowGroup(int number) {
        return new Place(file, number, null);
    }

    Place column(String name) {
        return new Place(file, rowGroup, name);
    }

    /// @param reason completes "this file is not a sound Parquet file: …"
    ProblemException fault(String reason) {
        String where = rowGroup == 0 ? "" : "row group " + rowGroup;
        if (column != null) {
            where += (where.isEmpty() ? "" : ", ") + "column " + column;
        }
        return ProblemException.of(
                Problem.Code.DATA_PARQUET, file, where.isEmpty() ? reason : where + ": " + reason);
    }

    ProblemException fault(String reason, Throwable cause) {
        return new ProblemException(fault(reason).problem(), cause);
    }
}
