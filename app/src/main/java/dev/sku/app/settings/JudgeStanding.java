package dev.sku.app.settings;

/// Whether a judge can judge where runs work.
///
/// @param words a sentence for a person; empty while it is not known
public record JudgeStanding(boolean ready, String words) {
    static final JudgeStanding UNKNOWN = new JudgeStanding(false, "");
}
