package dev.sku.runtime.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/// How the pages of a column are packed. Each form says how much it can have packed at most, so that a page which claims
/// more is refused before room is made for it.
enum Codec {
    NONE(1),
    SNAPPY(32),
    GZIP(1100),
    ZSTD(1 << 15);

    private static final int SLACK = 1 << 17;

    private final int mostPacked;

    Codec(int mostPacked) {
        this.mostPacked = mostPacked;
    }

    /// @throws dev.sku.protocol.ProblemException where it is one that is not read here
    static Codec of(@Nullable CompressionCodec named, Place place) {
        return switch (named) {
            case UNCOMPRESSED -> NONE;
            case SNAPPY -> SNAPPY;
            case GZIP -> GZIP;
            case ZSTD -> ZSTD;
            case LZO, BROTLI, LZ4, LZ4_RAW ->
                    throw place.fault(
                            "it is compressed with %s; none, snappy, gzip and zstd are read"
                                    .formatted(named.name().toLowerCase(Locale.ROOT)));
            case null -> throw place.fault("it is compressed in a way that is not known");
        };
    }

    /// Whether so many bytes can have been packed into so few.
    boolean possible(int packed, int unpacked) {
        return unpacked <= (long) mostPacked * packed + (this == NONE ? 0 : SLACK);
    }

    /// Exactly so many bytes as the page says it holds.
    byte[] unpack(byte[] page, int from, int size) throws IOException {
        int length = page.length - from;
        if (size == 0) {
            return new byte[0];
        }
        byte[] out = new byte[size];
        int got;
        try {
            got =
                    switch (this) {
                        case NONE -> plain(page, from, length, out);
                        case SNAPPY -> snappy(page, from, length, out);
                        case GZIP -> gzip(page, from, length, out);
                        case ZSTD -> zstd(page, from, length, out);
                    };
        } catch (IOException e) {
            throw new IOException("it cannot be unpacked", e);
        }
        if (got != size) {
            throw new IOException("it holds %d bytes and says %d".formatted(got, size));
        }
        return out;
    }

    private static int plain(byte[] page, int from, int length, byte[] out) {
        System.arraycopy(page, from, out, 0, Math.min(length, out.length));
        return length;
    }

    private static int snappy(byte[] page, int from, int length, byte[] out) throws IOException {
        int size = Snappy.uncompressedLength(page, from, length);
        return size == out.length ? Snappy.uncompress(page, from, length, out, 0) : size;
    }

    private static int zstd(byte[] page, int from, int length, byte[] out) throws IOException {
        long written = Zstd.decompressByteArray(out, 0, out.length, page, from, length);
        if (Zstd.isError(written)) {
            throw new IOException(Zstd.getErrorName(written));
        }
        return Math.toIntExact(written);
    }

    private static int gzip(byte[] page, int from, int length, byte[] out) throws IOException {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(page, from, length))) {
            int got = in.readNBytes(out, 0, out.length);
            return in.read() < 0 ? got : got + 1;
        }
    }
}
