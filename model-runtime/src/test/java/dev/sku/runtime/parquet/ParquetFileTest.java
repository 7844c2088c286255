package dev.sku.runtime.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The files of Apache Arrow beside this test are made by `make_arrow_files.py`.
class ParquetFileTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "delta", "old"})
    void whatArrowWroteReadsAsTheSameRowsInJson(String way) throws IOException {
        List<JsonNode> expected =
                Files.readAllLines(arrow("rows.jsonl")).stream()
                        .map(line -> Wire.tree(line, "rows.jsonl"))
                        .toList();
        assertThat(trees(arrow(way + ".parquet"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "ZSTD"}) // its gzip is Hadoop's
    void whatParquetsOwnWriterWroteReads(CompressionCodecName codec) throws IOException {
        for (WriterVersion version : WriterVersion.values()) {
            Path file = folder.resolve(version + ".parquet");
            WrittenParquet.answers(file, 500, codec, version, 4096);
            List<JsonNode> rows = trees(file);
            assertThat(rows).hasSize(500);
            assertThat(rows.get(499))
                    .isEqualTo(
                            Wire.tree(
                                    "{\"q\":\"Question 499?\",\"a\":null,\"others\":[\"499\",null]}",
                                    "expected"));
        }
    }

    /// The forms of older writers: a repeated field that is no list, a list without its middle group, one called `array`, and
    /// text that is not called so.
    @Test
    void olderFormsOfListsAreArraysToo() throws IOException {
        Path file = folder.resolve("old.parquet");
        WrittenParquet.write(
                file,
                MessageTypeParser.parseMessageType(
                        """
                        message row {
                          repeated int32 plain;
                          optional group two (LIST) { repeated binary element (UTF8); }
                          optional group named (LIST) { repeated group array { required int32 x; } }
                          optional binary untyped;
                        }\
                        """),
                row -> {
                    row.append("plain", 1).append("plain", 2);
                    row.addGroup("two").append("element", "a").append("element", "b");
                    row.addGroup("named").addGroup("array").append("x", 7);
                    row.append("untyped", "text");
                });
        assertThat(trees(file))
                .containsExactly(
                        Wire.tree(
                                "{\"plain\":[1,2],\"two\":[\"a\",\"b\"],\"named\":[{\"x\":7}],\"untyped\":\"text\"}",
                                "expected"));
    }

    private static List<JsonNode> trees(Path file) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        try (ParquetFile open = ParquetFile.open(file, 1 << 20)) {
            for (ParquetRow row = open.next(); row != null; row = open.next()) {
                assertThat(row.fault()).isNull();
                rows.add(Wire.tree(row.columns().toString(), "row"));
            }
        }
        return rows;
    }

    static Path arrow(String name) {
        return Path.of("src/test/resources/dev/sku/runtime/parquet", name);
    }
}
