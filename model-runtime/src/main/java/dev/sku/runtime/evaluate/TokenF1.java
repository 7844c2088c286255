package dev.sku.runtime.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Word overlap of a reply with a reference answer, as SQuAD defines it (Rajpurkar et al. 2016).
///
/// Both texts in lower case, without punctuation and without the words a, an, the, split at blanks; F1 is the harmonic
/// mean of precision and recall over the multiset of words. Two texts without words agree (1); one without disagrees (0).
public final class TokenF1 {
    private static final Pattern PUNCTUATION =
            Pattern.compile("\\p{Punct}|[\\p{P}&&[^\\p{ASCII}]]");
    private static final Pattern ARTICLE =
            Pattern.compile("\\b(a|an|the)\\b", Pattern.UNICODE_CHARACTER_CLASS);

    private TokenF1() {}

    public static double of(String reply, String reference) {
        List<String> given = words(reply);
        List<String> wanted = words(reference);
        if (given.isEmpty() || wanted.isEmpty()) {
            return given.isEmpty() && wanted.isEmpty() ? 1 : 0;
        }
        Map<String, Integer> left = new HashMap<>();
        wanted.forEach(word -> left.merge(word, 1, Integer::sum));
        int common = 0;
        for (String word : given) {
            if (left.merge(word, -1, Integer::sum) >= 0) {
                common++;
            }
        }
        return 2.0 * common / (given.size() + wanted.size());
    }

    /// The best over several reference answers.
    public static double best(String reply, List<String> references) {
        return references.stream().mapToDouble(r -> of(reply, r)).max().orElse(0);
    }

    private static List<String> words(String text) {
        String plain = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        String bare = ARTICLE.matcher(plain).replaceAll(" ").strip();
        return bare.isEmpty() ? List.of() : List.of(bare.split("\\s+"));
    }
}
