package dev.sku.protocol;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A specification as a person writes it: only what differs from a preset.
///
///     { "preset": "llama-2-7b", "model": {"folder": "models/llama"}, "optimizer": {"learningRate": 1e-4} }
///
/// Fields that are left out are the preset's (weights and preservation those of the method, where it is not the preset's), `null` means none, a field that a specification does not have is a fault:
/// no parameter is hidden or silently ignored. Relative paths are meant from the file's folder.
public final class SpecFile {
    private static final String PRESET = "preset";
    private static final Presets DEFAULT = Presets.PAPER_OPT;

    private SpecFile() {}

    /// The full and sound specification.
    ///
    /// @param sampleData folder of the shipped sample, for the sample's presets
    /// @throws ProblemException `JSON_INVALID`, or `SPEC_FAULTS` with a line for every fault; whether the files it names
    ///     exist is a question for [SpecCheck#files]
    public static RunSpec read(Path file, Path sampleData) {
        return read(file, sampleData, Map.of());
    }

    /// @param settings fields by their path, `optimizer.learningRate`, and their values as JSON or bare words; they win over
    ///     the file's
    public static RunSpec read(Path file, Path sampleData, Map<String, String> settings) {
        Path parent = file.toAbsolutePath().getParent();
        return read(
                WholeFile.read(file),
                parent == null ? file : parent,
                file.toString(),
                sampleData,
                settings);
    }

    /// @param folder from which relative paths are meant
    /// @param source what the text is called in sentences
    public static RunSpec read(String text, Path folder, String source, Path sampleData) {
        return read(text, folder, source, sampleData, Map.of());
    }

    /// @param settings as above
    public static RunSpec read(
            String text,
            Path folder,
            String source,
            Path sampleData,
            Map<String, String> settings) {
        JsonNode given = Wire.tree(text, source);
        if (!(given instanceof ObjectNode fields)) {
            throw ProblemException.of(Problem.Code.JSON_INVALID, source, 1, "it is not an object");
        }
        settings.forEach((path, value) -> set(fields, path, value));
        Presets preset = preset(fields, source);
        ObjectNode merged = (ObjectNode) Wire.tree(Wire.line(preset.spec(sampleData)), source);
        method(fields).ifPresent(method -> usual(method, merged));
        Faults faults = new Faults();
        new SpecMerge(faults).merge(RunSpec.class, merged, fields, "");
        refuse(source, faults.found());
        RunSpec spec = absolute(Wire.read(merged.toString(), RunSpec.class, source), folder);
        refuse(source, SpecCheck.check(spec));
        return spec;
    }

    private static Optional<Method> method(ObjectNode fields) {
        String named = fields.path("method").asString("");
        return Arrays.stream(Method.values()).filter(m -> Wire.word(m).equals(named)).findFirst();
    }

    /// Another method than the preset's begins with its own weights.
    private static void usual(Method method, ObjectNode whole) {
        if (whole.path("method").asString("").equals(Wire.word(method))) {
            return;
        }
        ObjectNode stage = (ObjectNode) whole.get("acquisition");
        stage.set("weights", Wire.tree(Wire.line(method.weights()), "method"));
        stage.set("preservation", Wire.tree(Wire.line(method.preservation()), "method"));
    }

    private static void set(ObjectNode fields, String path, String value) {
        List<String> names = List.of(path.split("\\.", -1));
        ObjectNode inner = fields;
        for (String name : names.subList(0, names.size() - 1)) {
            inner = inner.get(name) instanceof ObjectNode there ? there : inner.putObject(name);
        }
        inner.set(names.getLast(), value(value, path));
    }

    /// A bare word is text: `--set precision=bf16`.
    private static JsonNode value(String text, String path) {
        try {
            return Wire.tree(text, "--set " + path);
        } catch (ProblemException _) {
            return Wire.tree(Wire.line(text), "--set " + path);
        }
    }

    private static Presets preset(ObjectNode fields, String source) {
        JsonNode named = fields.remove(PRESET);
        if (named == null) {
            return DEFAULT;
        }
        String key = named.isString() ? named.stringValue() : named.toString();
        if (Presets.keys().contains(key)) {
            return Presets.of(key);
        }
        Faults faults = new Faults();
        faults.add(
                PRESET,
                Guess.nearest(key, Presets.keys()).orElse(null),
                Problem.Code.SPEC_PRESET_UNKNOWN,
                "“" + key + "”",
                String.join(", ", Presets.keys()));
        throw new ProblemException(SpecCheck.problem(source, faults.found()));
    }

    private static void refuse(String source, List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new ProblemException(SpecCheck.problem(source, faults));
        }
    }

    /// The same specification with every path absolute.
    public static RunSpec absolute(RunSpec spec, Path folder) {
        return paths(
                spec, spec.evaluation().judge().in(folder), p -> folder.resolve(p).normalize());
    }

    /// The same specification with what lies in one folder taken from another.
    public static RunSpec moved(RunSpec spec, Path from, Path to) {
        return paths(
                spec,
                spec.evaluation().judge(),
                p -> p.startsWith(from) ? to.resolve(from.relativize(p)) : p);
    }

    private static RunSpec paths(RunSpec spec, JudgeSpec judge, UnaryOperator<Path> to) {
        DataSpec data = spec.data();
        OutputSpec output = spec.output();
        ForkPoint from = spec.from();
        return new RunSpec(
                spec.name(),
                spec.method(),
                new ModelRef(changed(spec.model().folder(), to)),
                new DataSpec(
                        changed(data.harmful(), to),
                        changed(data.normal(), to),
                        orNull(data.unseenHarmful(), to),
                        orNull(data.unseenNormal(), to),
                        data.harmfulColumns(),
                        data.normalColumns(),
                        data.template(),
                        data.maxTokens(),
                        data.split()),
                spec.acquisition(),
                spec.optimizer(),
                spec.trained(),
                spec.negation(),
                spec.evaluation().with(judge, orNull(spec.evaluation().encoder(), to)),
                new OutputSpec(
                        output.mergedModel(),
                        orNull(output.unlearnedFolder(), to),
                        orNull(output.taskVectorFile(), to),
                        output.checkpointEvery()),
                spec.seed(),
                spec.precision(),
                spec.device(),
                spec.memory(),
                from == null ? null : new ForkPoint(changed(from.run(), to), from.step()),
                spec.baseline());
    }

    private static String changed(String path, UnaryOperator<Path> to) {
        return path.isBlank() ? path : to.apply(Path.of(path)).toString();
    }

    private static List<String> changed(List<String> paths, UnaryOperator<Path> to) {
        return paths.stream().map(p -> changed(p, to)).toList();
    }

    private static @Nullable String orNull(@Nullable String path, UnaryOperator<Path> to) {
        return path == null ? null : changed(path, to);
    }

    private static @Nullable List<String> orNull(
            @Nullable List<String> paths, UnaryOperator<Path> to) {
        return paths == null ? null : changed(paths, to);
    }
}
