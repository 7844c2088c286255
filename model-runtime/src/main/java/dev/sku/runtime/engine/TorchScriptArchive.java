package dev.sku.runtime.engine;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Packs TorchScript text into the archive that `torch::jit::load` reads: an uncompressed zip of the source, a pickle of
/// the module's attributes and a version.
final class TorchScriptArchive {
    private TorchScriptArchive() {}

    static byte[] pack(String text, Map<String, Object> constants) {
        Map<String, Object> attributes = new TreeMap<>(constants);
        String declared =
                attributes.entrySet().stream()
                        .map(e -> "  " + e.getKey() + " : " + type(e.getValue()) + "\n")
                        .collect(Collectors.joining());
        String source =
                "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n"
                        + "  training : bool\n  _is_full_backward_hook : Optional[bool]\n"
                        + declared
                        + methods(text);
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                put(zip, "m/data.pkl", pickle(attributes));
                put(zip, "m/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
                put(zip, "m/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
                put(zip, "m/version", "3\n".getBytes(StandardCharsets.US_ASCII));
                put(zip, "m/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Gives each bare `self` the type that the parser wants, drops comments and indents into the class.
    private static String methods(String text) {
        return text.lines()
                .map(line -> line.replaceFirst("\\s*#.*$", ""))
                .filter(line -> !line.isBlank())
                .map(line -> line.replaceFirst("^(def \\w+)\\(self\\b", "$1(self: __torch__.M"))
                .map(line -> "  " + line + "\n")
                .collect(Collectors.joining());
    }

    private static String type(Object constant) {
        return switch (constant) {
            case Long _ -> "int";
            case Double _ -> "float";
            case Boolean _ -> "bool";
            default -> throw new IllegalArgumentException(constant.getClass().getName());
        };
    }

    /// `M()` with its attributes as pickle protocol 2: GLOBAL, EMPTY_TUPLE, NEWOBJ, EMPTY_DICT, MARK, items, SETITEMS,
    /// BUILD, STOP.
    private static byte[] pickle(Map<String, Object> attributes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {(byte) 0x80, 2});
        out.writeBytes("c__torch__\nM\n)");
        out.write(0x81);
        out.writeBytes("}(");
        string(out, "training");
        out.write(0x88);
        string(out, "_is_full_backward_hook");
        out.write('N');
        for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
            string(out, attribute.getKey());
            switch (attribute.getValue()) {
                case Long l -> {
                    out.write('J');
                    out.writeInt(Integer.reverseBytes(Math.toIntExact(l)));
                }
                case Double d -> {
                    out.write('G');
                    out.writeDouble(d);
                }
                case Boolean b -> out.write(b ? 0x88 : 0x89);
                default -> throw new IllegalArgumentException(attribute.getKey());
            }
        }
        out.writeBytes("ub.");
        return bytes.toByteArray();
    }

    private static void string(DataOutputStream out, String ascii) throws IOException {
        out.write('X');
        out.writeInt(Integer.reverseBytes(ascii.length()));
        out.writeBytes(ascii);
    }

    private static void put(ZipOutputStream zip, String name, byte[] data) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.length);
        CRC32 crc = new CRC32();
        crc.update(data);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }
}
