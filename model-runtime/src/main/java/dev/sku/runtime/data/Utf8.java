package dev.sku.runtime.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Strict decoding: a wrong byte is a fault of the row, not a replacement character in a training text.
final class Utf8 {
    private Utf8() {}

    static String decode(byte[] bytes, int length) throws RowFault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RowFault("the text is not valid UTF-8");
        }
    }
}
