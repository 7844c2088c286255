package dev.sku.runtime.inputs;

import dev.sku.protocol.Finding;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.model.FolderText;
import dev.sku.runtime.model.ModelFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a person may want to look at of a model folder: its tensors, its tokenizer, its card. Each is bounded, whatever the
/// folder holds.
final class ModelDetails {
    private static final int MOST_TENSORS = 20_000;
    private static final int MOST_TOKENS = 300;
    private static final int MOST_CHARS = 1 << 15;

    /// What stands before a card for machines.
    private static final Pattern FRONT_MATTER =
            Pattern.compile("(?s)\\A\\s*---\\R.*?\\R---(\\R|\\z)");

    private record Speech(List<Finding.SpecialToken> special, @Nullable String chatTemplate) {
        static final Speech NONE = new Speech(List.of(), null);
    }

    private ModelDetails() {}

    /// @throws ProblemException where the folder holds no sound model, or a broken tokenizer
    static Finding.Details of(Path folder) {
        ModelFolder model = ModelFolder.open(folder);
        Speech speech = speech(folder);
        return new Finding.Details(
                model.parts().entrySet().stream()
                        .map(e -> new Finding.Part(e.getKey(), e.getValue()))
                        .toList(),
                model.tensors().entrySet().stream()
                        .limit(MOST_TENSORS)
                        .map(e ->
                                new Finding.Tensor(
                                        e.getKey(),
                                        e.getValue().dtype().configName(),
                                        e.getValue().shape()))
                        .toList(),
                model.tensors().size(),
                speech.special(),
                speech.chatTemplate(),
                card(folder),
                orNull(model.licenceText()));
    }

    private static Speech speech(Path folder) {
        try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
            return new Speech(
                    tokenizer.specialTokens().stream().limit(MOST_TOKENS).toList(),
                    tokenizer
                            .chatTemplateText()
                            .map(t -> t.substring(0, Math.min(t.length(), MOST_CHARS)))
                            .orElse(null));
        } catch (ProblemException e) {
            if (e.problem().code() == Problem.Code.TOKENIZER_MISSING) {
                return Speech.NONE;
            }
            throw e;
        }
    }

    private static @Nullable String card(Path folder) {
        String whole = FolderText.beginning(folder.resolve("README.md"));
        return orNull(FRONT_MATTER.matcher(whole).replaceFirst("").strip());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
