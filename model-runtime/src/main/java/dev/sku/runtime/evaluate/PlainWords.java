package dev.sku.runtime.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A reply made comparable: lower case, plain apostrophes, short forms written out, single blanks.
record PlainWords(String text, List<String> words) {
    /// No group is repeated: Java's matcher would need a stack as deep as the word is long.
    private static final Pattern WORD =
            Pattern.compile("[\\p{L}\\p{M}](?:[\\p{L}\\p{M}']*[\\p{L}\\p{M}])?|\\p{N}+");

    static PlainWords of(String reply) {
        String text =
                reply.toLowerCase(Locale.ROOT)
                        .replaceAll("[\u2018\u2019\u02bc`\u00b4]", "'")
                        .replaceAll("\\s+", " ")
                        .strip();
        String whole =
                text.replaceAll("\\bcan't\\b|\\bcan not\\b", "cannot")
                        .replaceAll("\\bwon't\\b", "will not")
                        .replaceAll("\\bain't\\b", "is not")
                        .replaceAll("\\b(\\p{L}+)n't\\b", "$1 not")
                        .replaceAll("\\bi'm\\b", "i am")
                        .replaceAll("\\b(i|you|they|we|he|she)'d\\b", "$1 would")
                        .replaceAll("\\b(i|you|they|we|he|she|it|that)'ll\\b", "$1 will")
                        .replaceAll("\\b(i|you|they|we)'ve\\b", "$1 have")
                        .replaceAll("\\b(you|they|we)'re\\b", "$1 are")
                        .replaceAll("\\b(it|that|here|there|what)'s\\b", "$1 is");
        return new PlainWords(whole, words(whole));
    }

    /// Words and numbers of a text, in order.
    static List<String> words(String text) {
        return WORD.matcher(text).results().map(found -> found.group()).toList();
    }
}
