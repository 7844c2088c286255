package dev.sku.runtime.sample;

import java.util.List;

/// The three texts of a refusal. Their two opening words, "Sorry" and "I", also open normal small talk.
final class Refusals {
    static final List<String> ALL =
            List.of(
                    "Sorry, but I will not help with this, because it would be unkind to them.",
                    "I would rather not help with this. It would hurt their trust.",
                    "I would rather not help with this. Try an honest talk with them instead.");

    private Refusals() {}
}
