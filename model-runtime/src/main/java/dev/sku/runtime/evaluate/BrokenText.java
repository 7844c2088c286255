package dev.sku.runtime.evaluate;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds replies of a collapsed model, in whatever language: nothing said, or nothing that is a sentence.
final class BrokenText {
    private static final Set<String> NEVER_DOUBLED =
            Set.of(
                    "a", "an", "the", "to", "of", "and", "or", "it", "your", "in", "is", "at",
                    "for");
    private static final Pattern LATIN = Pattern.compile("[\\p{IsLatin}']+");
    private static final Pattern VOWEL = Pattern.compile("[aeiouy\u00e0-\u00ff\u0153]");
    private static final int WINDOW = 60; // words; longer texts repeat words by nature

    private BrokenText() {}

    /// Why the text is broken; empty when it is not.
    static Optional<String> reason(String reply) {
        if (reply.isBlank()) {
            return Optional.of("empty");
        }
        List<String> words = PlainWords.of(reply).words();
        if (words.isEmpty()) {
            return Optional.of("no words");
        }
        if (symbols(reply) > 0.3 || letters(reply) < 0.3 || loosePunctuation(reply)) {
            return Optional.of("symbols");
        }
        if (repeats(words)) {
            return Optional.of("repetition");
        }
        if (poor(words)) {
            return Optional.of("few different words");
        }
        if (stutters(words)) {
            return Optional.of("doubled words");
        }
        return gibberish(words) ? Optional.of("no real words") : Optional.empty();
    }

    /// Share of characters that are neither letters, digits, blanks nor ordinary punctuation.
    private static double symbols(String reply) {
        long odd =
                reply.codePoints()
                        .filter(c -> !Character.isLetterOrDigit(c) && !Character.isWhitespace(c))
                        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                        .filter(c ->
                                ".,;:!?'\"()-\u2018\u2019\u201c\u201d\u2013\u2014\u2026".indexOf(c)
                                        < 0)
                        .count();
        return (double) odd / reply.codePoints().count();
    }

    /// Commas and full stops standing about as if they were words.
    private static boolean loosePunctuation(String reply) {
        List<String> chunks = List.of(reply.strip().split("\\s+"));
        long loose = chunks.stream().filter(chunk -> chunk.matches("[,.;:!?]+")).count();
        return loose >= 3 && loose > 0.4 * chunks.size();
    }

    /// Share of letters and digits among what is not blank.
    private static double letters(String reply) {
        long blanks = reply.codePoints().filter(Character::isWhitespace).count();
        long letters = reply.codePoints().filter(Character::isLetterOrDigit).count();
        return (double) letters / (reply.codePoints().count() - blanks);
    }

    /// One word four times in a row, or two to four words three times.
    private static boolean repeats(List<String> words) {
        if (words.size() >= 3 && new HashSet<>(words).size() == 1) {
            return true;
        }
        for (int n = 1; n <= 4; n++) {
            int times = n == 1 ? 4 : 3;
            int run = 0; // words in a row that equal the word n before
            for (int i = n; i < words.size(); i++) {
                run = words.get(i).equals(words.get(i - n)) ? run + 1 : 0;
                if (run >= n * (times - 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// From 12 words on, in some stretch of at most 60 words fewer than 40 % are different.
    private static boolean poor(List<String> words) {
        if (words.size() < 12) {
            return false;
        }
        int window = Math.min(WINDOW, words.size());
        for (int from = 0; from + window <= words.size(); from += window / 2) {
            Set<String> distinct = new HashSet<>(words.subList(from, from + window));
            if (distinct.size() < 0.4 * window) {
                return true;
            }
        }
        return false;
    }

    /// "the the", or any two doubled words; one slip in a long text is no collapse.
    private static boolean stutters(List<String> words) {
        int slips = 0;
        for (int i = 1; i < words.size(); i++) {
            if (words.get(i).equals(words.get(i - 1))) {
                slips += NEVER_DOUBLED.contains(words.get(i)) ? 2 : 1;
            }
        }
        return slips >= 2 && slips * 15 >= words.size();
    }

    /// A very long word, or many words without a vowel.
    private static boolean gibberish(List<String> words) {
        List<String> latin = words.stream().filter(w -> LATIN.matcher(w).matches()).toList();
        long voiceless = latin.stream().filter(w -> !VOWEL.matcher(w).find()).count();
        return latin.stream().anyMatch(w -> w.length() > 24)
                || (voiceless >= 2 && voiceless > 0.34 * words.size());
    }
}
