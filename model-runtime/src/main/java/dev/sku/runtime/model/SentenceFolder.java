package dev.sku.runtime.model;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import dev.sku.runtime.weights.TensorEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// A folder of the sentence-transformers library: `modules.json` says what a text goes through. A plain encoder's folder is
/// one whose last states are averaged.
///
/// @param model where the encoder and its tokenizer lie: the folder itself, or `0_Transformer` in it
/// @param maxTokens longest text, `Integer.MAX_VALUE` where nothing is said
public record SentenceFolder(
        Path path, Path model, Pooling pooling, int maxTokens, boolean lowerCase) {
    /// What becomes of the states of a text's tokens.
    public enum Pooling {
        MEAN,
        CLS
    }

    /// @throws ProblemException `ENCODER_INVALID` naming the module or mode that is not computed here
    public static SentenceFolder open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw ProblemException.of(Problem.Code.FILE_MISSING, folder);
        }
        Path modules = folder.resolve("modules.json");
        Path model = folder;
        Pooling pooling = Pooling.MEAN;
        if (Files.exists(modules)) {
            for (Module module : modules(folder, modules)) {
                switch (module.kind()) {
                    case "Transformer" -> model = module.at();
                    case "Pooling" -> pooling = pooling(module.at().resolve("config.json"));
                    case "Normalize" -> {} // done always
                    default ->
                            throw invalid(
                                    modules,
                                    "it has the module %s; Transformer, Pooling and Normalize are computed here"
                                            .formatted(module.kind()));
                }
            }
        }
        refusePrompt(folder.resolve("config_sentence_transformers.json"));
        Path reading = model.resolve("sentence_bert_config.json");
        if (!Files.exists(reading)) {
            return new SentenceFolder(folder, model, pooling, Integer.MAX_VALUE, false);
        }
        ConfigFields fields = ConfigReader.fields(reading);
        int most = fields.count("max_seq_length", Integer.MAX_VALUE);
        return new SentenceFolder(
                folder, model, pooling, most, fields.flag("do_lower_case", false));
    }

    /// @param parameterBytes of most of them in their file
    public record Size(long parameters, int parameterBytes) {}

    /// Told by the headers of its files.
    ///
    /// @throws ProblemException naming what is missing
    public Size size() {
        long parameters = 0;
        long bytes = 0;
        for (List<TensorEntry> file : WeightFiles.find(model).read().values()) {
            for (TensorEntry tensor : file) {
                parameters += tensor.elements();
                bytes += tensor.bytes();
            }
        }
        return new Size(parameters, (int) Math.round((double) bytes / Math.max(1, parameters)));
    }

    public String name() {
        return String.valueOf(path.toAbsolutePath().normalize().getFileName());
    }

    /// @param kind the class's own name, without its package
    private record Module(String kind, Path at) {}

    private static List<Module> modules(Path folder, Path file) {
        List<Module> all = new ArrayList<>();
        for (JsonNode module : Wire.tree(ConfigReader.text(file), file.toString())) {
            String type = module.path("type").asString("");
            String path = module.path("path").asString("");
            if (!path.matches("[A-Za-z0-9_-]*")) {
                throw invalid(file, "the path %s leads elsewhere".formatted(path));
            }
            all.add(new Module(type.substring(type.lastIndexOf('.') + 1), folder.resolve(path)));
        }
        return all;
    }

    private static Pooling pooling(Path file) {
        ConfigFields fields = ConfigReader.fields(file);
        List<String> modes = new ArrayList<>();
        if (fields.has("pooling_mode")) {
            modes.addAll(fields.texts("pooling_mode"));
        } else {
            fields.json()
                    .forEachEntry((name, value) -> {
                        if (name.startsWith("pooling_mode_") && value.asBoolean(false)) {
                            modes.add(
                                    name.substring("pooling_mode_".length())
                                            .replaceFirst("_tokens?$", ""));
                        }
                    });
        }
        return switch (String.join(" and ", modes).toLowerCase(Locale.ROOT)) {
            case "mean" -> Pooling.MEAN;
            case "cls" -> Pooling.CLS;
            default ->
                    throw invalid(
                            file,
                            "it pools by %s; mean and cls are computed here"
                                    .formatted(
                                            modes.isEmpty()
                                                    ? "nothing"
                                                    : String.join(" and ", modes)));
        };
    }

    private static void refusePrompt(Path file) {
        if (Files.exists(file)) {
            String prompt = ConfigReader.fields(file).text("default_prompt_name");
            if (prompt != null) {
                throw invalid(
                        file,
                        "it puts the prompt %s in front of every text, which is not done here"
                                .formatted(prompt));
            }
        }
    }

    private static ProblemException invalid(Path file, String reason) {
        return ProblemException.of(Problem.Code.ENCODER_INVALID, file, reason);
    }
}
