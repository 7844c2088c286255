package dev.sku.runtime.chat;

/// What rendering may cost, so that a hostile template ends in a sentence and not in a hang.
final class Budget {
    private static final long STEPS = 1_000_000;
    private static final int DEEPEST = 250;
    private static final int LONGEST = 1_000_000;
    private static final int CHARACTERS_A_STEP = 64;

    private long steps = STEPS;
    private int depth;

    void spend(long more) {
        steps -= more;
        if (steps < 0) {
            throw new TemplateFault(
                    "rendering takes more than " + STEPS + " steps, more than any chat needs");
        }
    }

    /// For a turn of a loop, with names of its own.
    void spendTurn() {
        spend(4);
    }

    /// For looking at so many characters.
    void spendText(long characters) {
        spend(1 + characters / CHARACTERS_A_STEP);
    }

    /// Where a part is searched for in a text.
    void spendSearch(String in, String part) {
        spendText((long) in.length() * (1 + part.length() / 16));
    }

    /// For making a text of this length.
    void text(long length) {
        within(length);
        spendText(length);
    }

    /// For a step in making a text that has become so long.
    void within(long length) {
        spend(1);
        if (length > LONGEST) {
            throw new TemplateFault("a text grows longer than " + LONGEST + " characters");
        }
    }

    String text(String made) {
        text(made.length());
        return made;
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw new TemplateFault("it calls or nests more than " + DEEPEST + " levels deep");
        }
    }

    void leave() {
        depth--;
    }
}
