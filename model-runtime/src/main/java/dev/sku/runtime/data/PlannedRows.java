package dev.sku.runtime.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The rows that a plan's indices point to: how many, and a hash of their questions and answers in order.
public record PlannedRows(int harmful, int normal, String harmfulSha256, String normalSha256) {
    public static PlannedRows of(List<Example> harmful, List<Example> normal) {
        return new PlannedRows(harmful.size(), normal.size(), sha256(harmful), sha256(normal));
    }

    private static String sha256(List<Example> rows) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Example row : rows) {
                update(digest, row.question());
                update(digest, row.answer());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Length first, so that no two lists of texts run together into one.
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
    }
}
