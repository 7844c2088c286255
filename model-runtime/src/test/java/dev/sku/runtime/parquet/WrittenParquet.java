package dev.sku.runtime.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/// Files made for a test by Parquet's own writer.
public final class WrittenParquet {
    private static final MessageType ANSWERS =
            MessageTypeParser.parseMessageType(
                    """
                    message row {
                      required binary q (UTF8);
                      optional binary a (UTF8);
                      optional group others (LIST) { repeated group list { optional binary element (UTF8); } }
                    }\
                    """);

    private WrittenParquet() {}

    /// Rows of a question, an answer that every seventh lacks, and a list of two.
    public static void answers(
            Path file, int rows, CompressionCodecName codec, WriterVersion version, long rowGroup)
            throws IOException {
        try (ParquetWriter<Group> out = writer(file, ANSWERS, codec, version, rowGroup)) {
            for (int i = 0; i < rows; i++) {
                Group row = new SimpleGroup(ANSWERS).append("q", "Question " + i + "?");
                if (i % 7 != 2) {
                    row.append("a", "Answer " + i % 1000);
                }
                Group others = row.addGroup("others");
                others.addGroup("list").append("element", Integer.toString(i));
                others.addGroup("list");
                out.write(row);
            }
        }
    }

    @SafeVarargs
    public static void write(Path file, MessageType type, Consumer<Group>... rows)
            throws IOException {
        try (ParquetWriter<Group> out =
                writer(
                        file,
                        type,
                        CompressionCodecName.SNAPPY,
                        WriterVersion.PARQUET_1_0,
                        1 << 20)) {
            for (Consumer<Group> row : rows) {
                Group group = new SimpleGroup(type);
                row.accept(group);
                out.write(group);
            }
        }
    }

    private static ParquetWriter<Group> writer(
            Path file,
            MessageType type,
            CompressionCodecName codec,
            WriterVersion version,
            long rowGroup)
            throws IOException {
        return ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(type)
                .withCompressionCodec(codec)
                .withWriterVersion(version)
                .withRowGroupSize(rowGroup)
                .build();
    }
}
