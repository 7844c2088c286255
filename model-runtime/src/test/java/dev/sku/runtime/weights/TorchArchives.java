package dev.sku.runtime.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Makes archives as `torch.save` does, and as somebody with bad intent would.
final class TorchArchives {
    private TorchArchives() {}

    static byte[] of(String pickle, Map<String, byte[]> storages) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1));
        storages.forEach((key, bytes) -> entries.put("archive/data/" + key, bytes));
        return zip(entries, ZipEntry.STORED);
    }

    static byte[] zip(Map<String, byte[]> entries, int method) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> e : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(e.getKey());
                CRC32 crc = new CRC32();
                crc.update(e.getValue());
                entry.setMethod(method);
                entry.setSize(e.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(e.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /// A pickle of one tensor `w` with the given persistent id parts and numbers.
    static String tensor(String storageElements, String offset, String shape, String strides) {
        return "\u0080\u0002}("
                + text("w")
                + "ctorch._utils\n_rebuild_tensor_v2\n(("
                + text("storage")
                + "ctorch\nFloatStorage\n"
                + text("0")
                + text("cpu")
                + storageElements
                + "tQ"
                + offset
                + shape
                + strides
                + "\u0089ccollections\nOrderedDict\n)Rt"
                + "Ru.";
    }

    static String text(String value) {
        return "X" + little(value.length()) + value;
    }

    static String number(int value) {
        return "J" + little(value);
    }

    static String huge(long value) {
        StringBuilder bytes = new StringBuilder("\u008a\u0008");
        for (int i = 0; i < 8; i++) {
            bytes.append((char) (value >>> (8 * i) & 0xff));
        }
        return bytes.toString();
    }

    private static String little(int value) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            bytes.append((char) (value >>> (8 * i) & 0xff));
        }
        return bytes.toString();
    }
}
