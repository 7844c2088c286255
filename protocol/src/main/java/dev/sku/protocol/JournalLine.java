package dev.sku.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// One line of `events.ndjson`: a [Message] as JSON whose last field is the CRC-32 of the bytes before it.
///
///     {"seq":7,"time":"2026-11-21T09:30:00Z","run":"a","event":{…},"crc":"0a1b2c3d"}
///     └────────────────────── these bytes, UTF-8 ────────────────┘
///
/// The sum is eight hexadecimal digits, so its field always has the same length and a line can be checked without
/// parsing it. A program that knows nothing of the sum still reads ordinary JSON lines.
public final class JournalLine {
    private static final String CRC_FIELD = ",\"crc\":\"";
    private static final int SUFFIX = CRC_FIELD.length() + 8 + "\"}".length();
    private static final byte[] SEQ_FIELD = "{\"seq\":".getBytes(StandardCharsets.UTF_8);

    /// Inside a text its quotes would be escaped, so that the first place with these bytes is the event's own.
    private static final byte[] KIND_FIELD =
            "\"event\":{\"type\":\"".getBytes(StandardCharsets.UTF_8);

    private JournalLine() {}

    /// The line's bytes, without the line break.
    public static byte[] of(Message message) {
        String json = Wire.line(message);
        String summed = json.substring(0, json.length() - 1);
        byte[] bytes = summed.getBytes(StandardCharsets.UTF_8);
        return (summed + suffix(bytes, bytes.length)).getBytes(StandardCharsets.UTF_8);
    }

    /// Whether the line is whole: it ends in the sum of its own bytes.
    public static boolean isWhole(byte[] line) {
        int length = line.length - SUFFIX;
        if (length < SEQ_FIELD.length || !startsWith(line, SEQ_FIELD)) {
            return false;
        }
        byte[] expected = suffix(line, length).getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(line, length, line.length, expected, 0, SUFFIX);
    }

    /// The number of a whole line, without parsing the rest.
    public static long seq(byte[] line) {
        long seq = 0;
        for (int i = SEQ_FIELD.length; i < line.length && line[i] >= '0' && line[i] <= '9'; i++) {
            seq = seq * 10 + (line[i] - '0');
        }
        return seq;
    }

    /// The kind of a whole line's event as its JSON names it, without parsing the rest; empty where there is none.
    public static String kind(byte[] line) {
        int start = indexOf(line, KIND_FIELD) + KIND_FIELD.length;
        int end = start;
        while (end < line.length && line[end] != '"') {
            end++;
        }
        return start < KIND_FIELD.length
                ? ""
                : new String(line, start, end - start, StandardCharsets.UTF_8);
    }

    private static int indexOf(byte[] line, byte[] part) {
        for (int i = 0; i + part.length <= line.length; i++) {
            if (Arrays.equals(line, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    /// The message of a whole line.
    ///
    /// @param source for the sentence when the event is of a kind this version does not know
    public static Message message(byte[] line, String source) {
        return Wire.read(new String(line, StandardCharsets.UTF_8), Message.class, source);
    }

    private static String suffix(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return CRC_FIELD + HexFormat.of().toHexDigits((int) crc.getValue()) + "\"}";
    }

    private static boolean startsWith(byte[] line, byte[] start) {
        return Arrays.equals(line, 0, start.length, start, 0, start.length);
    }
}
