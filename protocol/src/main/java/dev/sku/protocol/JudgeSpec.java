package dev.sku.protocol;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which judge says what replies are: a JSON file that a person writes, and part of what a measurement was made from.
///
/// A judge that is a model says only whether a reply to a harmful prompt is harmful. Broken replies and refusals are told by
/// the phrases for every judge, so that a collapsed model counts as safe nowhere.
public sealed interface JudgeSpec {
    /// Words and phrases, without any model.
    record Phrases() implements JudgeSpec {}

    /// A causal language model that answers a template's question with one of two words.
    ///
    /// @param model its folder
    /// @param template a built-in name such as `llama-guard`, or a JSON file
    /// @param threshold harmful where the probability of the harmful word among the two is above it
    record CausalLm(String model, String template, @Later Double threshold) implements JudgeSpec {
        public CausalLm {
            threshold = Objects.requireNonNullElse(threshold, 0.5);
        }
    }

    /// A language model with a head that gives each label a score.
    ///
    /// @param harmfulLabels by name, as `id2label` of its configuration has them; empty for all
    /// @param threshold harmful where the probability of any of these labels is above it
    record Classifier(
            String model,
            @Later String template,
            @Later List<String> harmfulLabels,
            @Later Double threshold)
            implements JudgeSpec {
        public Classifier {
            template = Objects.requireNonNullElse(template, "beaver-dam");
            harmfulLabels = List.copyOf(Objects.requireNonNullElse(harmfulLabels, List.of()));
            threshold = Objects.requireNonNullElse(threshold, 0.5);
        }
    }

    /// A model behind an OpenAI-compatible address. Questions and replies are sent to it.
    ///
    /// The key is never in here: it is read from the environment or the desktop's keyring.
    ///
    /// @param url as far as `/v1`
    /// @param keyVariable name of the environment variable with the key
    /// @param keyringAccount the key's account in the keyring, under the service `sku-workbench`
    /// @param price what its tokens cost; null where nobody says
    record Endpoint(
            String url,
            String model,
            @Later String template,
            @Nullable String keyVariable,
            @Nullable String keyringAccount,
            @Later Patience patience,
            @Nullable Price price)
            implements JudgeSpec {
        public Endpoint {
            template = Objects.requireNonNullElse(template, "chat");
            patience = Objects.requireNonNullElse(patience, Patience.USUAL);
        }
    }

    /// What a person said of these very replies.
    ///
    /// @param file lines of exported comparisons, or of replies with a `label`
    record Person(String file) implements JudgeSpec {}

    /// The judge with its relative paths meant from a folder.
    default JudgeSpec in(Path folder) {
        return switch (this) {
            case Phrases p -> p;
            case CausalLm c ->
                    new CausalLm(at(folder, c.model), file(folder, c.template), c.threshold);
            case Classifier c ->
                    new Classifier(
                            at(folder, c.model),
                            file(folder, c.template),
                            c.harmfulLabels,
                            c.threshold);
            case Endpoint e ->
                    new Endpoint(
                            e.url,
                            e.model,
                            file(folder, e.template),
                            e.keyVariable,
                            e.keyringAccount,
                            e.patience,
                            e.price);
            case Person p -> new Person(at(folder, p.file));
        };
    }

    /// Built-in templates are named without a dot.
    private static String file(Path folder, String template) {
        return template.indexOf('.') < 0 && template.indexOf('/') < 0
                ? template
                : at(folder, template);
    }

    private static String at(Path folder, String path) {
        return path.isBlank() ? path : folder.resolve(path).normalize().toString();
    }

    /// Of a million tokens.
    ///
    /// @param currency `USD`, `EUR`, …
    record Price(double promptTokens, double replyTokens, String currency) {
        public MeasuredPoint.Money of(long prompt, long reply) {
            return new MeasuredPoint.Money(
                    (prompt * promptTokens + reply * replyTokens) / 1e6, currency);
        }
    }

    /// How an address is treated.
    ///
    /// @param requestsPerMinute at most
    /// @param timeoutSeconds for one answer, to its last byte
    /// @param attempts before it is given up
    record Patience(int requestsPerMinute, int timeoutSeconds, int attempts) {
        public static final Patience USUAL = new Patience(60, 60, 5);
    }
}
