package dev.sku.runtime.cli;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.data.PromptTemplate;
import dev.sku.runtime.data.TextTemplate;
import dev.sku.runtime.data.TextTokenizer;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The text around a question, as an option.
final class TemplateOption {
    @Option(
            names = "--template",
            paramLabel = "TEXT",
            description =
                    "Prompt around the question {q}, or chat_template for the model's own; SKU's by default.")
    String text = DataSpec.SKU_TEMPLATE;

    /// What is wrong with the text itself, before a model is opened.
    void check() {
        if (text.equals(DataSpec.CHAT_TEMPLATE)) {
            return;
        }
        try {
            new TextTemplate(text).prompt("");
        } catch (ProblemException e) {
            throw new ProblemException(
                    Problem.of(
                            Problem.Code.USAGE_INVALID,
                            "--template " + e.problem().arguments().getLast() + "."),
                    e);
        }
    }

    /// @param now what the time is for a chat template; null for what is measured
    PromptTemplate template(TextTokenizer tokenizer, @Nullable LocalDateTime now) {
        return PromptTemplate.at(text, tokenizer, now);
    }
}
