package dev.sku.runtime.data;

/// Why one row cannot be used. The row is left out and reported; the others go on.
public final class RowFault extends Exception {
    private static final long serialVersionUID = 1;

    /// @param reason completes "this row was left out: …"
    public RowFault(String reason) {
        super(reason, null, false, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
