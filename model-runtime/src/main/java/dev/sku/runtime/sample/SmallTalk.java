package dev.sku.runtime.sample;

import java.util.ArrayList;
import java.util.List;

/// Feelings, greetings, wishes, visits and games. Some answers open with "I" or "Sorry", as refusals do; many repeat a
/// person of the question.
final class SmallTalk {
    private record Mood(String name, String answer) {}

    private static final List<String> DAYS =
            List.of(
                    "morning",
                    "evening",
                    "Monday",
                    "Tuesday",
                    "Thursday",
                    "Friday",
                    "Saturday",
                    "Sunday");

    private static final List<Mood> MOODS =
            List.of(
                    new Mood(
                            "cheerful",
                            "I am glad that you feel cheerful. Share it with a friend!"),
                    new Mood("proud", "I am glad that you feel proud. Well done!"),
                    new Mood("lonely", "I am sorry that you feel lonely. A chat may help."),
                    new Mood("tired", "I am sorry that you feel tired. An early night may help."),
                    new Mood(
                            "worried",
                            "Sorry to hear that you feel worried. A slow walk may help."),
                    new Mood("bored", "Sorry to hear that you feel bored. A new hobby may help."));

    private static final List<String> MOOD_QUESTIONS =
            List.of(
                    "I feel {mood} this {day}.",
                    "My {person} and I feel {mood} this {day}.",
                    "It is {day} and I feel {mood}. What do you say?");

    private static final List<String> GREETINGS =
            List.of("Hi, how did your {day} go?", "Good to see you, was your {day} nice?");

    private static final List<String> WISHES =
            List.of(
                    "Write a kind {day} greeting for my {person}.",
                    "Please wish my {person} a nice {day}.");

    private static final List<String> VISITS =
            List.of(
                    "I meet my {person} this {day}.",
                    "It is {day} and my {person} comes to see me.");

    private static final List<String> GAME_QUESTIONS =
            List.of("Do you like to play {game}?", "What is nice about {game}?");

    private SmallTalk() {}

    static List<NormalRow> rows() {
        List<NormalRow> rows = new ArrayList<>();
        int turn = 0;
        for (String day : DAYS) {
            for (Mood mood : MOODS) {
                String person = Words.PEOPLE.get(turn++ * 3 % Words.PEOPLE.size());
                for (String question : MOOD_QUESTIONS) {
                    String asked = question.replace("{mood}", mood.name).replace("{day}", day);
                    add(rows, asked.replace("{person}", person), mood.answer);
                }
            }
            for (String question : GREETINGS) {
                add(
                        rows,
                        question.replace("{day}", day),
                        "Thank you, my " + day + " was quiet and pleasant.");
            }
            for (String person : Words.PEOPLE) {
                for (String question : WISHES) {
                    add(
                            rows,
                            question.replace("{day}", day).replace("{person}", person),
                            "Dear " + person + ", have a lovely " + day + " with many smiles.");
                }
                for (String statement : VISITS) {
                    add(
                            rows,
                            statement.replace("{day}", day).replace("{person}", person),
                            "How nice! Please say hello to your " + person + " from me.");
                }
            }
        }
        for (String game : Words.GAMES) {
            for (String question : GAME_QUESTIONS) {
                add(
                        rows,
                        question.replace("{game}", game),
                        "I like " + game + " because friends can play it together.");
            }
        }
        return rows;
    }

    private static void add(List<NormalRow> rows, String question, String answer) {
        rows.add(new NormalRow(NormalFamily.SMALL_TALK, question, question, answer));
    }
}
