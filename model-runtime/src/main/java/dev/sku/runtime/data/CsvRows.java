package dev.sku.runtime.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Comma-separated values after RFC 4180: quotes doubled inside quotes, line breaks allowed there. The first record names
/// the columns.
///
/// Works on bytes, since in UTF-8 no byte of a longer character is a comma, a quote or a line break; so text that is not
/// UTF-8 spoils its own record only.
final class CsvRows implements RowSource {
    private final String name;
    private final InputStream in;
    private final ByteArrayOutputStream field = new ByteArrayOutputStream();
    private List<String> header = List.of();
    private int nextLine = 1; // number of the line that the next byte belongs to
    private int lastLine = 1; // number of the line that the last byte belonged to
    private int pushedBack = -1;

    CsvRows(String name, InputStream in) {
        this.name = name;
        this.in = in;
    }

    @Override
    public Set<String> columns() throws IOException {
        Fields first = record();
        while (first != null && first.blank()) {
            first = record();
        }
        if (first != null && first.fault() == null) {
            header = first.values().stream().map(String::strip).toList();
        }
        return new LinkedHashSet<>(header);
    }

    @Override
    public @Nullable Item next() throws IOException {
        Fields fields = record();
        while (fields != null && fields.blank()) {
            fields = record();
        }
        if (fields == null) {
            return null;
        }
        if (fields.fault() != null) {
            return new Item(fields.line(), null, fields.fault());
        }
        if (fields.values().size() != header.size()) {
            return new Item(
                    fields.line(),
                    null,
                    "%d fields where the header has %d"
                            .formatted(fields.values().size(), header.size()));
        }
        ObjectNode columns = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < header.size(); i++) {
            columns.put(header.get(i), fields.values().get(i));
        }
        return new Item(fields.line(), new SourceRow(name, fields.line(), columns), null);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private record Fields(int line, List<String> values, @Nullable String fault) {
        boolean blank() {
            return fault == null && values.size() == 1 && values.getFirst().isBlank();
        }
    }

    /// One record, or null at the end. After a fault the rest of the record is still consumed.
    private @Nullable Fields record() throws IOException {
        int line = nextLine;
        int b = read();
        if (b < 0) {
            return null;
        }
        List<String> values = new ArrayList<>();
        @Nullable String fault = null;
        int length = 0;
        boolean quoted = false; // inside quotes
        boolean closed = false; // after the closing quote of a field
        field.reset();
        for (; ; b = read()) {
            if (b < 0 && quoted) {
                return new Fields(
                        line,
                        values,
                        "a quote is never closed; lines %d to %d were left out"
                                .formatted(line, lastLine));
            }
            if (quoted) {
                if (b == '"') {
                    int after = read();
                    if (after == '"') {
                        length = append('"', length);
                    } else {
                        quoted = false;
                        closed = true;
                        pushedBack = after;
                    }
                } else {
                    length = append(b, length);
                }
                continue;
            }
            if (b == '\r') {
                int after = read();
                if (after != '\n') {
                    pushedBack = after;
                }
                b = '\n';
            }
            if (b == ',' || b == '\n' || b < 0) {
                try {
                    values.add(Utf8.decode(field.toByteArray(), field.size()));
                } catch (RowFault f) {
                    fault = f.reason();
                }
                field.reset();
                closed = false;
                if (b != ',') {
                    break;
                }
            } else if (closed) {
                fault = "text after a closing quote";
            } else if (b == '"' && field.size() == 0) {
                quoted = true;
            } else {
                length = append(b, length);
            }
        }
        return new Fields(
                line, values, length > MAX_ROW_BYTES ? "the row is longer than 4 MB" : fault);
    }

    private int append(int b, int length) {
        if (length > MAX_ROW_BYTES) {
            return length;
        }
        field.write(b);
        return length + 1;
    }

    private int read() throws IOException {
        int b = pushedBack;
        if (b >= 0) {
            pushedBack = -1;
            return b;
        }
        b = in.read();
        if (b >= 0) {
            lastLine = nextLine;
        }
        if (b == '\n') {
            nextLine++;
        }
        return b;
    }
}
