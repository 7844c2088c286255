package dev.sku.runtime.unlearn;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.weights.TensorEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Tells one base from another without reading it whole: SHA-256 over name, dtype and shape of every tensor, and its first
/// and last bytes. Training changes nearly every element, so other weights show there; how they are sharded does not.
final class BaseFingerprint {
    private static final int SAMPLE_BYTES = 4096;

    private BaseFingerprint() {}

    static String of(ModelFolder base) {
        MessageDigest digest = sha256();
        for (TensorEntry entry : base.tensors().values()) {
            String head = entry.name() + " " + entry.dtype() + " " + entry.shape() + "\n";
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            try (FileChannel in = FileChannel.open(entry.file(), StandardOpenOption.READ)) {
                digest.update(bytes(in, entry.begin(), entry));
                digest.update(
                        bytes(in, Math.max(entry.begin(), entry.end() - SAMPLE_BYTES), entry));
            } catch (IOException e) {
                throw new ProblemException(Problem.ofRead(entry.file(), e), e);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static ByteBuffer bytes(FileChannel in, long at, TensorEntry entry) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(SAMPLE_BYTES, entry.end() - at));
        while (bytes.hasRemaining() && in.read(bytes, at + bytes.position()) >= 0) {}
        return bytes.flip();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
