package dev.sku.runtime.chat;

/// What is wrong in a template, or not known here; becomes a problem with the template's name where it is read or rendered.
class TemplateFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// A line not known yet.
    private static final int NOWHERE = 0;

    private final int line;

    /// @param reason goes on from "Line 3 of the template: "
    TemplateFault(int line, String reason) {
        super(reason, null, false, false);
        this.line = line;
    }

    TemplateFault(String reason) {
        this(NOWHERE, reason);
    }

    int line() {
        return line;
    }

    boolean isPlaced() {
        return line != NOWHERE;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    /// The template itself says that it does not take the conversation: `raise_exception`.
    static final class Raised extends TemplateFault {
        private static final long serialVersionUID = 1;

        Raised(String message) {
            super(message);
        }
    }
}
