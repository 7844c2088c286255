package dev.sku.protocol;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What was found about models, rows, devices or measured points: the answer to an [Inquiry].
public sealed interface Finding {
    /// What a model folder holds, from its headers and its tokenizer.
    ///
    /// @param architecture as `config.json` names it
    /// @param weights where they lie and how large they are
    /// @param tokens of its tokenizer; null without one
    /// @param licence that the folder itself names; null where it names none
    /// @param warnings whole sentences
    /// @param noChat why it has no chat template that can be used; null where it has one
    record Model(
            String architecture,
            ModelShape shape,
            Weights weights,
            @Nullable Integer tokens,
            @Nullable String licence,
            List<String> warnings,
            @Later @Nullable Problem noChat)
            implements Finding {}

    /// @param dtype of most of the elements
    record Weights(String folder, long parameters, String dtype, long bytes, int shards) {}

    /// What more there is to know about a model folder, from its headers, its tokenizer and what lies beside them.
    ///
    /// @param tensors in the order of the computation; of very many only the first
    /// @param allTensors how many there are
    /// @param special the tokens that are never put together from pieces; empty without a tokenizer
    /// @param chatTemplate as the folder has it; null where it has none
    /// @param card the beginning of its `README.md` without what is only for machines; null where it has none
    /// @param licenceText the beginning of its licence file; null where it has none
    record Details(
            List<Part> parts,
            List<Tensor> tensors,
            int allTensors,
            List<SpecialToken> special,
            @Nullable String chatTemplate,
            @Nullable String card,
            @Nullable String licenceText)
            implements Finding {
        public Details {
            parts = List.copyOf(parts);
            tensors = List.copyOf(tensors);
            special = List.copyOf(special);
        }
    }

    /// A kind of tensors, and how many parameters are in them.
    record Part(Of of, long parameters) {
        public enum Of {
            EMBEDDING,
            ATTENTION,
            FEED_FORWARD,
            NORM,
            HEAD
        }
    }

    record Tensor(String name, String dtype, List<Long> shape) {
        public Tensor {
            shape = List.copyOf(shape);
        }
    }

    /// @param role `bos_token` and the like; empty where the folder names none
    record SpecialToken(String role, String text, long id) {}

    /// Which secrets there are, never what they are.
    ///
    /// @param hub whether there is a token for the Hugging Face hub
    /// @param variables those that were asked for and are set
    record Secrets(boolean hub, List<String> variables) implements Finding {
        public Secrets {
            variables = List.copyOf(variables);
        }
    }

    record Measuring(Companions models) implements Finding {}

    /// The sides of a comparison, in their order.
    ///
    /// @param templates what stood around the prompts that each side's run was trained on, as its specification has it;
    ///     empty for a side of no run
    record Sides(List<SideSize> sizes, @Later List<String> templates) implements Finding {
        public Sides {
            templates = List.copyOf(Objects.requireNonNullElse(templates, List.of()));
        }
    }

    record Cached(List<CachedModel> models) implements Finding {}

    /// @param name as on the hub, `facebook/opt-1.3b`
    record CachedModel(String name, String folder) {}

    /// @param layout the side whose own layout they are; null where they have to be mapped
    record Columns(List<String> names, Inquiry.@Nullable Side layout) implements Finding {}

    /// @param matching rows of the view that hold the words
    /// @param rows of the page asked for; empty for rows that were left out
    /// @param leftOut of the page asked for; empty for all other views
    record Rows(RowFacts facts, int matching, List<Row> rows, List<BadRow> leftOut)
            implements Finding {}

    /// What is known about a file of rows, which is more while its tokens are counted.
    ///
    /// @param leftOut rows that cannot be used
    /// @param counted rows looked at by the tokenizer
    /// @param toCount rows that it will look at; 0 without a model
    /// @param split null until all are counted
    record RowFacts(
            int rows,
            int questions,
            int leftOut,
            int counted,
            int toCount,
            @Nullable Lengths lengths,
            @Nullable Split split) {
        public boolean complete() {
            return split != null;
        }
    }

    /// How many tokens rows have, prompt and answer.
    ///
    /// @param width of a bin
    /// @param bins counts of rows from 0 tokens on
    /// @param limit rows are cut to
    /// @param atLimit rows that reach it
    record Lengths(int width, List<Integer> bins, int limit, int atLimit) {}

    record Split(int training, int validation, int test) {}

    /// @param question shortened where it is long
    /// @param answer shortened where it is long
    /// @param tokens −1 where not counted
    /// @param part null where not known
    record Row(
            int index,
            int line,
            String question,
            String answer,
            int tokens,
            Inquiry.@Nullable View part) {}

    /// @param text the model's whole input; its answer begins at `answerAt`
    /// @param promptTokens −1 where not counted
    /// @param droppedTokens of the answer, beyond the limit
    record Prompt(String text, int answerAt, int promptTokens, int answerTokens, int droppedTokens)
            implements Finding {}

    record Devices(List<DeviceSeen> devices) implements Finding {}

    /// @param title what a person calls it: the card's name
    record DeviceSeen(MemoryEstimate.Device device, String title) {}

    record Spec(RunSpec spec) implements Finding {}

    /// @param faults those of [SpecCheck#files]
    record Missing(List<Fault> faults) implements Finding {}

    /// @param places in the order of the paths
    record Places(List<Place> places) implements Finding {}

    /// @param path absolute
    record Place(String path, Kind kind) {
        public enum Kind {
            FOLDER,
            FILE,
            NONE
        }
    }

    /// What was measured of one run.
    ///
    /// @param own by the run itself while it went on
    /// @param evaluated afterwards, on request
    /// @param settings the same for runs that differ in nothing but their seed; empty where it is not known
    /// @param treated afterwards too, of models to which something was done first
    record Points(
            List<MeasuredPoint> own,
            List<MeasuredPoint> evaluated,
            @Later String settings,
            @Later List<MeasuredPoint> treated)
            implements Finding {
        public Points {
            settings = Objects.requireNonNullElse(settings, "");
            treated = List.copyOf(Objects.requireNonNullElse(treated, List.of()));
        }

        public Points(List<MeasuredPoint> own, List<MeasuredPoint> evaluated, String settings) {
            this(own, evaluated, settings, List.of());
        }

        public Points(List<MeasuredPoint> own, List<MeasuredPoint> evaluated) {
            this(own, evaluated, "");
        }
    }
}
