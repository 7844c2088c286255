package dev.sku.app.link;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// What a process says, and for how long it has said nothing.
final class Listening extends FilterInputStream {
    private volatile long heardNanos = System.nanoTime();

    Listening(InputStream from) {
        super(from);
    }

    /// Nothing has come for so long.
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardNanos);
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        heardNanos = System.nanoTime();
        return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        heardNanos = System.nanoTime();
        return count;
    }
}
