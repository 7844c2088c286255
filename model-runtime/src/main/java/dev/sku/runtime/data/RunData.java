package dev.sku.runtime.data;

import dev.sku.protocol.ColumnMapping;
import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Event;
import dev.sku.protocol.Numbers;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Profile;
import dev.sku.protocol.SplitSpec;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The rows of a run: what it trains on, and what it is only measured on.
public record RunData(
        TokenizedRows harmful,
        TokenizedRows normal,
        List<Example> unseenHarmful,
        List<Example> unseenNormal) {
    /// Reads every file of a specification and splits where unseen rows are not given.
    ///
    /// @param maxTokens the smaller of the specification's limit and the model's
    /// @param events gets one `RowsRead` a file
    /// @throws ProblemException `DATA_EMPTY` where a file has no usable row, `DATA_TOO_FEW` where the split leaves none to
    ///     train or to measure on
    public static RunData read(
            DataSpec spec,
            Profile profile,
            long seed,
            TextTokenizer tokenizer,
            int maxTokens,
            Consumer<Event> events) {
        PromptTemplate template = PromptTemplate.of(spec.template(), tokenizer);
        RowReading reading = new RowReading(profile, tokenizer, template, maxTokens, events);
        Parts harmful =
                parts(
                        reading,
                        spec.harmful(),
                        spec.unseenHarmful(),
                        DataFiles.Side.HARMFUL,
                        spec.harmfulColumns(),
                        spec.split(),
                        seed);
        Parts normal =
                parts(
                        reading,
                        spec.normal(),
                        spec.unseenNormal(),
                        DataFiles.Side.NORMAL,
                        spec.normalColumns(),
                        spec.split(),
                        seed);
        return new RunData(
                harmful.training(), normal.training(), harmful.unseen(), normal.unseen());
    }

    public List<String> questions() {
        return harmful.examples().stream().map(Example::question).toList();
    }

    public PlannedRows planned() {
        return PlannedRows.of(harmful.examples(), normal.examples());
    }

    private record Parts(TokenizedRows training, List<Example> unseen) {}

    private static Parts parts(
            RowReading reading,
            List<String> files,
            @Nullable List<String> unseenFiles,
            DataFiles.Side side,
            @Nullable ColumnMapping mapping,
            SplitSpec shares,
            long seed) {
        TokenizedRows rows = reading.read(files, side, mapping);
        if (unseenFiles != null) {
            return new Parts(rows, reading.read(unseenFiles, side, mapping).examples());
        }
        RowSplit split = RowSplit.of(rows.examples(), shares, reading.profile(), seed);
        if (!rows.examples().isEmpty() && (split.training().isEmpty() || split.test().isEmpty())) {
            throw ProblemException.of(
                    Problem.Code.DATA_TOO_FEW,
                    rows.examples().size(),
                    side.name().toLowerCase(Locale.ROOT),
                    "some for each",
                    "training (%s of them) and measuring (%s)"
                            .formatted(
                                    Numbers.exact(shares.training()),
                                    Numbers.exact(shares.test())));
        }
        return new Parts(reading.tokenized(split.training()), split.test());
    }
}
