package dev.sku.runtime.inputs;

import dev.sku.protocol.Finding;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.model.LlamaConfig;
import dev.sku.runtime.model.ModelConfig;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.model.OptConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a person wants to know about a model folder before it is used.
public final class ModelFacts {
    private ModelFacts() {}

    /// @throws ProblemException where the folder holds no sound model, or a broken tokenizer
    public static Finding.Model of(Path folder) {
        return of(ModelFolder.open(folder));
    }

    public static Finding.Model of(ModelFolder model) {
        List<String> warnings = new ArrayList<>(model.warnings());
        Integer tokens = tokens(model, warnings);
        return new Finding.Model(
                architecture(model.config()),
                model.config().shape(model.dtype()),
                new Finding.Weights(
                        model.path().toString(),
                        model.parameters(),
                        model.dtype().configName(),
                        model.bytes(),
                        model.shards().size()),
                tokens,
                model.licence(),
                warnings,
                noChat(model));
    }

    private static @Nullable Problem noChat(ModelFolder model) {
        try (TextTokenizer tokenizer = TextTokenizer.open(model.path())) {
            var _ = tokenizer.chatTemplate();
            return null;
        } catch (ProblemException e) {
            return e.problem();
        }
    }

    private static String architecture(ModelConfig config) {
        return switch (config) {
            case OptConfig _ -> "OPTForCausalLM";
            case LlamaConfig _ -> "LlamaForCausalLM";
        };
    }

    /// A model without a tokenizer can be negated and compared, but not spoken to.
    private static @Nullable Integer tokens(ModelFolder model, List<String> warnings) {
        try (TextTokenizer tokenizer = TextTokenizer.open(model.path())) {
            int tokens = tokenizer.vocabSize();
            if (tokens > model.config().vocabSize()) {
                warnings.add(
                        "the tokenizer has %d tokens, the model %d"
                                .formatted(tokens, model.config().vocabSize()));
            }
            return tokens;
        } catch (ProblemException e) {
            if (e.problem().code() != Problem.Code.TOKENIZER_MISSING) {
                throw e;
            }
            warnings.add(e.problem().sentence(Locale.ENGLISH));
            return null;
        }
    }
}
