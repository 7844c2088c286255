package dev.sku.runtime.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the central directory of a ZIP file, also of more than 4 GB (ZIP64).
///
/// Compressed or encrypted entries, overlaps, names that lead elsewhere, and sizes beyond the file are refused.
record ZipDirectory(FileChannel in, Path file) {
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_LOCATOR = 0x07064b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_BYTES = 22;
    private static final int END_64_BYTES = 56;
    private static final int LOCATOR_BYTES = 20;
    private static final int CENTRAL_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final int MAX_COMMENT = 0xffff;
    private static final long MAX_DIRECTORY = 32 << 20;
    private static final int MAX_ENTRIES = 100_000;
    private static final int ZIP64_EXTRA = 1;
    private static final long IN_EXTRA = 0xffff_ffffL;

    Map<String, TorchArchive.Entry> entries() throws IOException {
        Place place = place();
        if (place.count > MAX_ENTRIES
                || place.bytes > MAX_DIRECTORY
                || place.begin < 0
                || place.bytes < 0
                || place.begin > in.size() - place.bytes) {
            throw damaged("its directory cannot be where it should be");
        }
        ByteBuffer directory = read(place.begin, (int) place.bytes);
        Map<String, TorchArchive.Entry> entries = new LinkedHashMap<>();
        for (long i = 0; i < place.count; i++) {
            TorchArchive.Entry entry = next(directory, place.begin);
            if (entries.put(entry.name(), entry) != null) {
                throw damaged("entry %s is there twice".formatted(Shown.text(entry.name())));
            }
        }
        refuseOverlaps(entries);
        return entries;
    }

    private record Place(long begin, long bytes, long count) {}

    private Place place() throws IOException {
        long tailBegin = Math.max(0, in.size() - END_BYTES - MAX_COMMENT);
        ByteBuffer tail = read(tailBegin, (int) (in.size() - tailBegin));
        int end = tail.limit() - END_BYTES;
        while (end >= 0 && tail.getInt(end) != END) {
            end--;
        }
        if (end < 0) {
            throw damaged("it is cut off, or no PyTorch file at all");
        }
        long endBegin = tailBegin + end;
        if (endBegin >= LOCATOR_BYTES) {
            ByteBuffer locator = read(endBegin - LOCATOR_BYTES, LOCATOR_BYTES);
            if (locator.getInt(0) == END_64_LOCATOR) {
                return place64(locator.getLong(8));
            }
        }
        return new Place(
                Integer.toUnsignedLong(tail.getInt(end + 16)),
                Integer.toUnsignedLong(tail.getInt(end + 12)),
                Short.toUnsignedLong(tail.getShort(end + 10)));
    }

    private Place place64(long at) throws IOException {
        if (at < 0 || at > in.size() - END_64_BYTES) {
            throw damaged("its directory cannot be where it should be");
        }
        ByteBuffer end = read(at, END_64_BYTES);
        long count = end.getLong(32);
        if (end.getInt(0) != END_64 || count < 0) {
            throw damaged("its directory cannot be read");
        }
        return new Place(end.getLong(48), end.getLong(40), count);
    }

    private TorchArchive.Entry next(ByteBuffer directory, long directoryBegin) throws IOException {
        int at = directory.position();
        if (directory.remaining() < CENTRAL_BYTES || directory.getInt(at) != CENTRAL) {
            throw damaged("its directory is damaged");
        }
        int nameBytes = Short.toUnsignedInt(directory.getShort(at + 28));
        int extraBytes = Short.toUnsignedInt(directory.getShort(at + 30));
        int commentBytes = Short.toUnsignedInt(directory.getShort(at + 32));
        if (directory.remaining() < CENTRAL_BYTES + nameBytes + extraBytes + commentBytes) {
            throw damaged("its directory is damaged");
        }
        byte[] nameUtf8 = new byte[nameBytes];
        directory.get(at + CENTRAL_BYTES, nameUtf8);
        String name = new String(nameUtf8, StandardCharsets.UTF_8);
        refuseUnsafe(name);
        int flags = directory.getShort(at + 8);
        int method = directory.getShort(at + 10);
        if (method != 0 || (flags & 1) != 0) {
            throw damaged(
                    "entry %s is compressed or encrypted, which PyTorch never does"
                            .formatted(Shown.text(name)));
        }
        Wide wide = new Wide(directory.slice(at + CENTRAL_BYTES + nameBytes, extraBytes));
        long bytes = wide.value(directory.getInt(at + 24));
        long stored = wide.value(directory.getInt(at + 20));
        long local = wide.value(directory.getInt(at + 42));
        directory.position(at + CENTRAL_BYTES + nameBytes + extraBytes + commentBytes);
        if (stored != bytes) {
            throw damaged("entry %s lies about its size".formatted(Shown.text(name)));
        }
        return located(name, local, bytes, directoryBegin);
    }

    private TorchArchive.Entry located(String name, long local, long bytes, long directoryBegin)
            throws IOException {
        if (local < 0 || local > directoryBegin - LOCAL_BYTES) {
            throw outside(name);
        }
        ByteBuffer header = read(local, LOCAL_BYTES);
        if (header.getInt(0) != LOCAL) {
            throw outside(name);
        }
        long begin =
                local
                        + LOCAL_BYTES
                        + Short.toUnsignedInt(header.getShort(26))
                        + Short.toUnsignedInt(header.getShort(28));
        if (bytes < 0 || begin > directoryBegin || bytes > directoryBegin - begin) {
            throw outside(name);
        }
        return new TorchArchive.Entry(name, begin, bytes);
    }

    private void refuseUnsafe(String name) {
        boolean climbs = List.of(name.split("/", -1)).contains("..");
        if (climbs || name.startsWith("/") || name.matches("(?s).*[\\\\:\\x00-\\x1f].*")) {
            throw damaged(
                    "entry %s is named like a path that leads elsewhere"
                            .formatted(Shown.text(name)));
        }
    }

    private void refuseOverlaps(Map<String, TorchArchive.Entry> entries) {
        List<TorchArchive.Entry> sorted = new ArrayList<>(entries.values());
        sorted.sort(
                Comparator.comparingLong(TorchArchive.Entry::begin)
                        .thenComparingLong(TorchArchive.Entry::end));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).begin() < sorted.get(i - 1).end()) {
                throw damaged(
                        "entries %s and %s overlap"
                                .formatted(
                                        Shown.text(sorted.get(i - 1).name()),
                                        Shown.text(sorted.get(i).name())));
            }
        }
    }

    private ByteBuffer read(long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (in.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("it became shorter while it was read");
            }
        }
        return bytes.flip();
    }

    private RuntimeException outside(String name) {
        return damaged("entry %s does not lie in the file".formatted(Shown.text(name)));
    }

    private RuntimeException damaged(String reason) {
        return PickleReader.refused(file, reason);
    }

    /// The values of a directory entry that did not fit in 32 bits, in the order in which they are asked for.
    private static final class Wide {
        private ByteBuffer values = ByteBuffer.allocate(0);

        Wide(ByteBuffer extra) {
            ByteBuffer in = extra.order(ByteOrder.LITTLE_ENDIAN);
            while (in.remaining() >= 4) {
                int kind = Short.toUnsignedInt(in.getShort());
                int bytes = Math.min(Short.toUnsignedInt(in.getShort()), in.remaining());
                if (kind == ZIP64_EXTRA) {
                    values = in.slice(in.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
                    return;
                }
                in.position(in.position() + bytes);
            }
        }

        long value(int narrow) {
            long unsigned = Integer.toUnsignedLong(narrow);
            return unsigned == IN_EXTRA && values.remaining() >= Long.BYTES
                    ? values.getLong()
                    : unsigned;
        }
    }
}
