package dev.sku.runtime.sample;

import java.util.ArrayList;
import java.util.List;

/// A fruit or vegetable, and what is asked about it: 20 × colour, taste, place × 4 wordings.
record Fruit(String name, String plural, String colour, String taste, String place) {
    static final List<Fruit> ALL =
            List.of(
                    new Fruit("apricot", "apricots", "orange", "mild", "on a tree"),
                    new Fruit("banana", "bananas", "yellow", "sweet", "on a tall plant"),
                    new Fruit("beetroot", "beetroots", "purple", "earthy", "under the ground"),
                    new Fruit("carrot", "carrots", "orange", "crisp", "under the ground"),
                    new Fruit("cherry", "cherries", "red", "sweet", "on a tree"),
                    new Fruit("coconut", "coconuts", "brown", "nutty", "on a palm"),
                    new Fruit("fig", "figs", "purple", "rich", "on a tree"),
                    new Fruit("gooseberry", "gooseberries", "green", "sour", "on a bush"),
                    new Fruit("grape", "grapes", "purple", "sweet", "on a vine"),
                    new Fruit("lemon", "lemons", "yellow", "sour", "on a tree"),
                    new Fruit("lime", "limes", "green", "sour", "on a tree"),
                    new Fruit("olive", "olives", "green", "salty", "on a tree"),
                    new Fruit("onion", "onions", "white", "sharp", "under the ground"),
                    new Fruit("pineapple", "pineapples", "yellow", "juicy", "close to the ground"),
                    new Fruit("pumpkin", "pumpkins", "orange", "mild", "close to the ground"),
                    new Fruit("radish", "radishes", "pink", "sharp", "under the ground"),
                    new Fruit("raspberry", "raspberries", "red", "sour", "on a bush"),
                    new Fruit("strawberry", "strawberries", "red", "sweet", "close to the ground"),
                    new Fruit("tomato", "tomatoes", "red", "fresh", "on a vine"),
                    new Fruit("walnut", "walnuts", "brown", "nutty", "on a tree"));

    private static final List<String> COLOUR =
            List.of(
                    "What colour is {a fruit}?",
                    "Tell me which colour {a fruit} has.",
                    "I want to draw {a fruit}. Which colour do I need?",
                    "Do you know the colour of {a fruit}?");

    private static final List<String> TASTE =
            List.of(
                    "What does {a fruit} taste like?",
                    "Tell me how {a fruit} tastes.",
                    "I have never tried {a fruit}. How is the taste?",
                    "Do you know the taste of {a fruit}?");

    private static final List<String> PLACE =
            List.of(
                    "Where does {a fruit} grow?",
                    "Tell me the place where {a fruit} grows.",
                    "I am looking for {a fruit} in a garden. Where is it?",
                    "Do you know where {a fruit} grows?");

    static List<NormalRow> facts() {
        List<NormalRow> rows = new ArrayList<>();
        for (Fruit fruit : ALL) {
            String name = Words.capitalized(Words.withArticle(fruit.name));
            fruit.ask(rows, "colour", COLOUR, name + " is usually " + fruit.colour + ".");
            fruit.ask(rows, "taste", TASTE, name + " has a taste that is " + fruit.taste + ".");
            fruit.ask(rows, "place", PLACE, name + " grows " + fruit.place + ".");
        }
        return rows;
    }

    private void ask(List<NormalRow> rows, String about, List<String> questions, String answer) {
        for (int i = 0; i < questions.size(); i++) {
            rows.add(
                    new NormalRow(
                            NormalFamily.FRUIT_FACTS,
                            about + "/" + name + "/" + i,
                            questions.get(i).replace("{a fruit}", Words.withArticle(name)),
                            answer));
        }
    }
}
