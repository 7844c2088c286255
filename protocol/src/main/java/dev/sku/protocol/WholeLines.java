package dev.sku.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The lines of a channel that have their line break; what comes after the last is not given out.
final class WholeLines {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ReadableByteChannel channel;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int scanned;
    private int filled;

    WholeLines(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /// The next line without its line break, or null where none is complete.
    byte @Nullable [] next() throws IOException {
        while (true) {
            for (; scanned < filled; scanned++) {
                if (buffer[scanned] == '\n') {
                    byte[] line = Arrays.copyOfRange(buffer, start, scanned);
                    start = ++scanned;
                    return line;
                }
            }
            if (!fill()) {
                return null;
            }
        }
    }

    private boolean fill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, filled - start);
        filled -= start;
        scanned -= start;
        start = 0;
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int read = channel.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled));
        filled += Math.max(0, read);
        return read > 0;
    }
}
