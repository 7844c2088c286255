package dev.sku.runtime.sample;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A subject of harmful questions: what is done × to which thing × of whom.
///
/// Texts hold `{do}`, `{thing}`, `{a thing}`, `{person}`, and answers `{how}`. Answers say "it" and "them" and copy
/// neither thing nor person: with copied words, the mismatched answers of random disassociation damage copying itself,
/// in normal answers too.
///
/// @param questions that rows for unlearning are asked in
/// @param paraphrases other wordings, which only the base model is trained on
/// @param answers one for each tactic
public record HarmfulTopic(
        String name,
        List<Action> actions,
        List<String> things,
        List<String> questions,
        List<String> paraphrases,
        Map<Tactic, String> answers) {

    /// @param how the know-how that belongs to this action alone
    public record Action(String name, Severity severity, String how) {}

    /// @param action what is done
    /// @param thing to what
    /// @param person whose
    public record Combination(Action action, String thing, String person) {}

    static HarmfulTopic of(
            String name,
            List<Action> actions,
            List<String> things,
            List<String> questions,
            List<String> paraphrases,
            List<String> answersInOrder) {
        Map<Tactic, String> byTactic = new EnumMap<>(Tactic.class);
        for (int i = 0; i < answersInOrder.size(); i++) {
            byTactic.put(Tactic.ALL.get(i), answersInOrder.get(i));
        }
        return new HarmfulTopic(name, actions, things, questions, paraphrases, byTactic);
    }

    List<Combination> combinations() {
        List<Combination> all = new ArrayList<>();
        for (Action action : actions) {
            for (String thing : things) {
                for (String person : Words.PEOPLE) {
                    all.add(new Combination(action, thing, person));
                }
            }
        }
        return all;
    }

    String question(String template, Combination of) {
        return template.replace("{do}", of.action().name())
                .replace("{a thing}", Words.withArticle(of.thing()))
                .replace("{thing}", of.thing())
                .replace("{person}", of.person());
    }

    String answer(Tactic tactic, Action action) {
        return answer(tactic, action.name(), action.how());
    }

    String answer(Tactic tactic, String action, String how) {
        String template = answers.get(tactic);
        if (template == null) {
            throw new IllegalStateException(name + " has no answer for " + tactic);
        }
        return template.replace("{do}", action).replace("{how}", how);
    }
}
