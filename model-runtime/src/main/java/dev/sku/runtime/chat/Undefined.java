package dev.sku.runtime.chat;

/// What a name or attribute that is not there gives: empty text, no items, false; anything else asked of it is a fault.
///
/// @param words what is not there, for a person
record Undefined(String words) {
    TemplateFault fault() {
        return new TemplateFault(words + " is not defined");
    }

    /// Any two are equal.
    @Override
    public boolean equals(Object o) {
        return o instanceof Undefined;
    }

    @Override
    public int hashCode() {
        return 1;
    }
}
