package dev.sku.runtime.sample;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// GPT-2's way to words and bytes: text is cut into words that keep the blank in front of them, and every byte is written
/// as one visible character, so that a tokenizer's vocabulary can be stored as text.
final class ByteLevel {
    private static final Pattern WORD =
            Pattern.compile(
                    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+"
                            + "| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                    Pattern.UNICODE_CHARACTER_CLASS);

    private static final int BYTES = 256;
    private static final char[] CHARACTER_OF_BYTE = characters();

    private ByteLevel() {}

    /// The words of a text, as characters that stand for bytes.
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            StringBuilder word = new StringBuilder();
            for (byte b : matcher.group().getBytes(StandardCharsets.UTF_8)) {
                word.append(CHARACTER_OF_BYTE[b & 0xff]);
            }
            words.add(word.toString());
        }
        return words;
    }

    /// The 256 characters in the order of their code points.
    static List<String> alphabet() {
        return new String(CHARACTER_OF_BYTE)
                .chars()
                .sorted()
                .mapToObj(Character::toString)
                .toList();
    }

    /// Visible Latin-1 characters stand for themselves, the other bytes in turn for U+0100 and up (a blank is Ġ).
    private static char[] characters() {
        char[] characters = new char[BYTES];
        char next = BYTES;
        for (int b = 0; b < BYTES; b++) {
            boolean visible = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xFF && b != 0xAD);
            characters[b] = visible ? (char) b : next++;
        }
        return characters;
    }
}
