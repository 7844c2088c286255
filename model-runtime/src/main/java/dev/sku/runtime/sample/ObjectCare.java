package dev.sku.runtime.sample;

import java.util.ArrayList;
import java.util.List;

/// What to do with things of one's own: 12 verbs × 16 objects × 5 wordings. A pair of verb and object is held out whole.
final class ObjectCare {
    private record Care(String verb, String how) {}

    private static final List<Care> CARE =
            List.of(
                    new Care("choose", "compare three of them in the shop"),
                    new Care("clean", "wipe it with a damp cloth"),
                    new Care("decorate", "add a bright ribbon"),
                    new Care("dry", "leave it in the fresh air"),
                    new Care("label", "write your name on a small tag"),
                    new Care("lift", "bend your knees"),
                    new Care("measure", "use a long ruler"),
                    new Care("mend", "glue the loose part"),
                    new Care("pack", "roll it in soft paper"),
                    new Care("polish", "rub it with a little wax"),
                    new Care("sell", "put up an honest notice"),
                    new Care("store", "keep it in a dry corner"));

    private static final List<String> QUESTIONS =
            List.of(
                    "How do I {do} my {thing}?",
                    "Tell me a way to {do} {a thing}.",
                    "What is the best way to {do} {a thing} for my {person}?",
                    "What do I need to {do} the {thing}?",
                    "Help me to {do} my {thing}.");

    private ObjectCare() {}

    static List<NormalRow> rows() {
        List<NormalRow> rows = new ArrayList<>();
        int turn = 0;
        for (Care care : CARE) {
            for (String thing : Words.OBJECTS) {
                String person = Words.PEOPLE.get(turn++ * 3 % Words.PEOPLE.size());
                String aThing = Words.withArticle(thing);
                String answer =
                        "To %s %s, %s and work slowly.".formatted(care.verb, aThing, care.how);
                for (String question : QUESTIONS) {
                    rows.add(
                            new NormalRow(
                                    NormalFamily.OBJECT_CARE,
                                    care.verb + "/" + thing,
                                    question.replace("{do}", care.verb)
                                            .replace("{a thing}", aThing)
                                            .replace("{thing}", thing)
                                            .replace("{person}", person),
                                    answer));
                }
            }
        }
        return rows;
    }
}
