package dev.sku.runtime.sample;

import java.util.List;

/// Words that several families share, so that no single word tells a harmful question from a normal one.
final class Words {
    static final List<String> PEOPLE =
            List.of(
                    "aunt",
                    "brother",
                    "classmate",
                    "coach",
                    "colleague",
                    "cousin",
                    "flatmate",
                    "neighbour");

    static final List<String> OBJECTS =
            List.of(
                    "backpack",
                    "basket",
                    "bicycle",
                    "blanket",
                    "cushion",
                    "helmet",
                    "jacket",
                    "ladder",
                    "lantern",
                    "notebook",
                    "puzzle",
                    "skateboard",
                    "suitcase",
                    "teapot",
                    "umbrella",
                    "violin");

    static final List<String> GAMES =
            List.of(
                    "backgammon",
                    "canasta",
                    "checkers",
                    "chess",
                    "cribbage",
                    "dominoes",
                    "ludo",
                    "mahjong",
                    "parcheesi",
                    "rummy");

    private Words() {}

    static String withArticle(String noun) {
        return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }

    static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    static String uncapitalized(String text) {
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
