package dev.sku.runtime.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A stretch of a file, read from its start to its end.
final class ChunkBytes extends InputStream {
    private final FileChannel file;
    private final long end;
    private final ByteBuffer ahead = ByteBuffer.allocate(1 << 13).limit(0);
    private long at; // of the byte after those in the buffer

    ChunkBytes(FileChannel file, long start, long end) {
        this.file = file;
        this.at = start;
        this.end = end;
    }

    long left() {
        return end - at + ahead.remaining();
    }

    @Override
    public int read() throws IOException {
        return ahead.hasRemaining() || fill() ? ahead.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!ahead.hasRemaining() && !fill()) {
            return -1;
        }
        int count = Math.min(length, ahead.remaining());
        ahead.get(into, offset, count);
        return count;
    }

    /// @throws EOFException where there are not so many
    byte[] bytes(int count) throws IOException {
        if (count > left()) {
            throw new EOFException("it is cut off");
        }
        ByteBuffer bytes = ByteBuffer.allocate(count);
        int buffered = Math.min(count, ahead.remaining());
        bytes.put(ahead.slice().limit(buffered));
        ahead.position(ahead.position() + buffered);
        while (bytes.hasRemaining()) {
            int got = file.read(bytes, at);
            if (got < 0) {
                throw new EOFException("it is cut off");
            }
            at += got;
        }
        return bytes.array();
    }

    private boolean fill() throws IOException {
        if (at >= end) {
            return false;
        }
        ahead.clear().limit((int) Math.min(ahead.capacity(), end - at));
        int got = file.read(ahead, at);
        ahead.flip();
        at += Math.max(0, got);
        return got > 0;
    }
}
