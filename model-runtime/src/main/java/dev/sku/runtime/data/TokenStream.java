package dev.sku.runtime.data;

import java.util.Arrays;

/// Text of a reply while its tokens arrive: whole characters only, and in the end exactly what decoding all of them gives.
///
/// A token may hold half a character, and what a byte token (`<0xE6>`) gives depends on its neighbours; such text is held
/// back until it cannot change any more. Blanks at the start of a word depend on there being a word before, so every
/// piece is decoded together with the piece before it.
public final class TokenStream {
    private static final char REPLACEMENT =
            '\uFFFD'; // stands for bytes that are no character (yet)

    private final TextTokenizer tokenizer;
    private final boolean skipSpecial;
    private long[] ids = new long[64];
    private int count;
    private int contextStart; // tokens from here give the text before …
    private int emitted; // … and up to here it has been handed out

    public TokenStream(TextTokenizer tokenizer, boolean skipSpecial) {
        this.tokenizer = tokenizer;
        this.skipSpecial = skipSpecial;
    }

    /// @return the text that this token completes; often a word, sometimes nothing
    public String add(long id) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
        if (!tokenizer.settles(id, skipSpecial)) {
            return "";
        }
        String piece = pending();
        return piece.isEmpty() || piece.charAt(piece.length() - 1) == REPLACEMENT
                ? ""
                : hand(piece);
    }

    /// What was held back; the reply is over.
    public String finish() {
        return hand(pending());
    }

    private String pending() {
        String before = text(contextStart, emitted);
        String all = text(contextStart, count);
        return all.substring(Math.min(before.length(), all.length()));
    }

    private String hand(String piece) {
        if (!piece.isEmpty()) {
            contextStart = emitted;
            emitted = count;
        }
        return piece;
    }

    private String text(int from, int to) {
        return tokenizer.decode(Arrays.copyOfRange(ids, from, to), skipSpecial);
    }
}
