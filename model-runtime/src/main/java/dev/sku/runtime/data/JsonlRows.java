package dev.sku.runtime.data;

import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One JSON object a line; blank lines do not count.
final class JsonlRows implements RowSource {
    private final String name;
    private final InputStream in;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private int line;
    private @Nullable Item first;

    JsonlRows(String name, InputStream in) {
        this.name = name;
        this.in = in;
    }

    @Override
    public Set<String> columns() throws IOException {
        first = next();
        SourceRow row = first == null ? null : first.sound();
        return row == null ? Set.of() : new LinkedHashSet<>(row.columns().propertyNames());
    }

    @Override
    public @Nullable Item next() throws IOException {
        if (first != null) {
            Item item = first;
            first = null;
            return item;
        }
        while (true) {
            int length = readLine();
            if (length < 0) {
                return null;
            }
            line++;
            try {
                if (length > MAX_ROW_BYTES) {
                    throw new RowFault("the line is longer than 4 MB");
                }
                String text = Utf8.decode(bytes.toByteArray(), length);
                if (!text.isBlank()) {
                    return new Item(line, new SourceRow(name, line, object(text)), null);
                }
            } catch (RowFault fault) {
                return new Item(line, null, fault.reason());
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private JsonNode object(String text) throws RowFault {
        JsonNode node;
        try {
            node = Wire.tree(text, name);
        } catch (ProblemException e) {
            throw new RowFault("not valid JSON (" + e.problem().arguments().getLast() + ")");
        }
        if (!node.isObject()) {
            throw new RowFault("not a JSON object");
        }
        return node;
    }

    /// Length in bytes without the line break, -1 at the end; of a line that is too long only the start is kept.
    private int readLine() throws IOException {
        bytes.reset();
        if (at == end && !fill()) {
            return -1;
        }
        do {
            int start = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            bytes.write(buffer, start, Math.min(at - start, MAX_ROW_BYTES + 1 - bytes.size()));
            if (at < end) {
                at++; // the line break
                break;
            }
        } while (fill());
        return bytes.size();
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
