package dev.sku.runtime.testing;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Presets;
import dev.sku.protocol.Wire;
import dev.sku.runtime.data.PromptTemplate;
import dev.sku.runtime.data.RunData;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.data.TokenRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// What PyTorch and a few lines of Python made of rows of the sample (`make_rebound_golden.py`).
public final class ReboundGolden {
    public static final Path MODEL = SampleRun.SAMPLE.resolve("opt");

    private static final String FILE = "/dev/sku/runtime/measure/rebound_golden.json";

    private ReboundGolden() {}

    public static JsonNode read() {
        try (InputStream in =
                Objects.requireNonNull(ReboundGolden.class.getResourceAsStream(FILE))) {
            return Wire.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8), FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The sample's rows as a run reads them.
    public static RunData data(TextTokenizer tokenizer) {
        var spec = Presets.SAMPLE.spec(SampleRun.SAMPLE);
        DataSpec data = spec.data();
        return RunData.read(
                data, spec.acquisition().profile(), 42, tokenizer, data.maxTokens(), _ -> {});
    }

    public static PromptTemplate template(TextTokenizer tokenizer) {
        return PromptTemplate.of(
                Presets.SAMPLE.spec(SampleRun.SAMPLE).data().template(), tokenizer);
    }

    public static List<TokenRow> rows(JsonNode of) {
        return of.valueStream()
                .map(row ->
                        new TokenRow(
                                IntStream.range(0, row.get("ids").size())
                                        .mapToLong(i -> row.get("ids").get(i).longValue())
                                        .toArray(),
                                row.get("answerStart").intValue()))
                .toList();
    }

    public static double[] numbers(JsonNode of) {
        return of.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
    }
}
