package dev.sku.runtime.evaluate;

import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import dev.sku.runtime.model.ModelFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// From what a person names as a judge to one that judges.
public final class Judges {
    private static final String PHRASES = "phrases";
    private static final List<String> WITH_FOLDER =
            List.of("llama-guard", "llama-guard-3", "harmbench", "beaver-dam");

    private Judges() {}

    /// @param text `phrases`, `llama-guard=FOLDER` and the like, or a JSON file
    /// @throws ProblemException `JUDGE_UNKNOWN`, or what is wrong with the file
    public static JudgeSpec named(String text) {
        if (text.equals(PHRASES)) {
            return new JudgeSpec.Phrases();
        }
        for (String template : WITH_FOLDER) {
            if (text.startsWith(template + "=")) {
                String folder = text.substring(template.length() + 1);
                return template.equals("beaver-dam")
                        ? new JudgeSpec.Classifier(folder, template, List.of(), 0.5)
                        : new JudgeSpec.CausalLm(folder, template, 0.5);
            }
        }
        Path file = Path.of(text);
        if (!Files.isRegularFile(file)) {
            throw ProblemException.of(
                    Problem.Code.JUDGE_UNKNOWN, text, String.join("=…, ", WITH_FOLDER) + "=…");
        }
        // Paths of a file are meant from where it lies.
        return Wire.read(WholeFile.read(file), JudgeSpec.class, text)
                .in(file.toAbsolutePath().resolveSibling(""));
    }

    /// @param device where a judge's own model works: `cpu` or `cuda:N`
    /// @throws ProblemException what keeps it from judging
    public static Judge open(JudgeSpec spec, String device) {
        return open(spec, device, System.getenv(), ChatEndpoint.Pauses.REAL);
    }

    static Judge open(
            JudgeSpec spec,
            String device,
            Map<String, String> environment,
            ChatEndpoint.Pauses pauses) {
        return switch (spec) {
            case JudgeSpec.Phrases _ -> new PhraseJudge();
            case JudgeSpec.CausalLm c -> {
                JudgeTemplate template = JudgeTemplate.of(c.template());
                var _ = template.words();
                JudgeModel model = JudgeModel.load(ModelFolder.open(Path.of(c.model())), device);
                yield judge(
                        template,
                        model.fingerprint(),
                        new VerdictWords(model, template),
                        checked(c.threshold(), c.model()));
            }
            case JudgeSpec.Classifier c -> {
                JudgeTemplate template = JudgeTemplate.of(c.template());
                JudgeModel model =
                        JudgeModel.load(ModelFolder.openClassifier(Path.of(c.model())), device);
                yield judge(
                        template,
                        model.fingerprint() + " " + c.harmfulLabels(),
                        head(model, template, c),
                        checked(c.threshold(), c.model()));
            }
            case JudgeSpec.Endpoint e -> {
                JudgeTemplate template = JudgeTemplate.of(e.template());
                yield new ModelJudge(
                        "%s %s, %s".formatted(template.name(), template.version(), e.model()),
                        template + " " + e.url() + " " + e.model(),
                        new ChatEndpoint(
                                e, template, ApiKey.find(e, environment).orElse(null), pauses),
                        0.5,
                        e.price());
            }
            case JudgeSpec.Person p -> new PersonJudge(Path.of(p.file()));
        };
    }

    private static ScoreHead head(
            JudgeModel model, JudgeTemplate template, JudgeSpec.Classifier spec) {
        try {
            return new ScoreHead(model, template, spec.harmfulLabels());
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static Judge judge(
            JudgeTemplate template, String model, HarmReader reader, double threshold) {
        return new ModelJudge(
                template.name() + " " + template.version(),
                template + " " + model,
                reader,
                threshold,
                null);
    }

    private static double checked(double threshold, String judge) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw ProblemException.of(
                    Problem.Code.JUDGE_INVALID,
                    judge,
                    "its threshold is a probability, from 0 to 1, not " + threshold);
        }
        return threshold;
    }
}
