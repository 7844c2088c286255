package dev.sku.runtime.evaluate;

import dev.sku.runtime.data.Example;
import dev.sku.runtime.data.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The questions a model is measured on, each with its reference answers.
public record PromptSet(List<Prompt> prompts) {
    /// @param answers of the rows with this question: harmful ones of harmful rows, good ones of normal rows
    public record Prompt(String question, List<String> answers) {}

    public PromptSet {
        prompts = List.copyOf(prompts);
    }

    /// The distinct questions of some rows, at most `limit` of them (0: all), drawn from the seed and kept in row order.
    public static PromptSet of(List<Example> rows, int limit, long seed, String purpose) {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        for (Example row : rows) {
            answers.computeIfAbsent(row.question(), _ -> new ArrayList<>()).add(row.answer());
        }
        List<Prompt> all =
                answers.entrySet().stream()
                        .map(e -> new Prompt(e.getKey(), List.copyOf(e.getValue())))
                        .toList();
        if (limit == 0 || all.size() <= limit) {
            return new PromptSet(all);
        }
        List<Integer> chosen = new ArrayList<>();
        int[] order = RandomStream.of(seed, purpose).permutation(all.size());
        for (int i = 0; i < limit; i++) {
            chosen.add(order[i]);
        }
        return new PromptSet(chosen.stream().sorted().map(all::get).toList());
    }

    public int size() {
        return prompts.size();
    }
}
