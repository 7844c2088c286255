package dev.sku.protocol;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every fault of a specification with its field: the form and the command line use the same.
public final class SpecCheck {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,79}";
    private static final String DEVICE = "cpu|cuda:\\d{1,3}(,\\d{1,3})*";
    private static final double SUM_TOLERANCE = 1e-6;
    private static final List<String> TARGETS =
            Stream.concat(
                            Stream.of(Projections.ALL_LINEAR),
                            Stream.concat(Projections.OPT.stream(), Projections.LLAMA.stream()))
                    .distinct()
                    .toList();

    private final RunSpec spec;
    private final Faults faults = new Faults();

    private SpecCheck(RunSpec spec) {
        this.spec = spec;
    }

    /// Whether a run can be called so: its folder is named after it.
    public static boolean isName(String name) {
        return name.matches(NAME);
    }

    /// What can be said without looking at any file; nothing when the specification is sound.
    public static List<Fault> check(RunSpec spec) {
        SpecCheck check = new SpecCheck(spec);
        check.head();
        check.data();
        check.method();
        if (spec.method().isTrained()) {
            check.modules();
        }
        check.negation();
        if (spec.method().isTrained()) {
            check.steps();
            check.optimizer();
            check.trained();
        }
        check.evaluationAndOutput();
        return check.faults.found();
    }

    /// Files and folders of the specification that are not on this computer.
    public static List<Fault> files(RunSpec spec) {
        Faults faults = new Faults();
        String model = spec.model().folder();
        if (!model.isBlank() && !Files.isDirectory(Path.of(model))) {
            faults.add("model.folder", Problem.Code.SPEC_MODEL_MISSING, model);
        }
        DataSpec data = spec.data();
        missing(faults, "data.harmful", data.harmful());
        missing(faults, "data.normal", data.normal());
        missing(faults, "data.unseenHarmful", orNone(data.unseenHarmful()));
        missing(faults, "data.unseenNormal", orNone(data.unseenNormal()));
        Optional<String> judge = judgeFolder(spec.evaluation().judge());
        if (judge.isPresent()
                && !judge.get().isBlank()
                && !Files.isDirectory(Path.of(judge.get()))) {
            faults.add("evaluation.judge.model", Problem.Code.SPEC_JUDGE_MISSING, judge.get());
        }
        String encoder = spec.evaluation().encoder();
        if (encoder != null && !encoder.isBlank() && !Files.isDirectory(Path.of(encoder))) {
            faults.add("evaluation.encoder", Problem.Code.SPEC_ENCODER_MISSING, encoder);
        }
        ForkPoint from = spec.from();
        if (from != null && !from.run().isBlank() && !Files.isDirectory(Path.of(from.run()))) {
            faults.add("from.run", Problem.Code.FORK_RUN_MISSING, from.run());
        }
        return faults.found();
    }

    /// A fault where a run surely does not fit into the memory seen, with the changes that would make it fit.
    ///
    /// @param tokens of the largest step; [StepTokens#atMost] where the rows are not known
    public static List<Fault> memory(
            RunSpec spec,
            ModelShape shape,
            StepTokens tokens,
            List<MemoryEstimate.Device> devices) {
        return memory(spec, shape, tokens, devices, Companions.NONE);
    }

    /// With the models that measure it.
    public static List<Fault> memory(
            RunSpec spec,
            ModelShape shape,
            StepTokens tokens,
            List<MemoryEstimate.Device> devices,
            Companions beside) {
        MemoryEstimate estimate = MemoryEstimate.of(spec, shape, tokens, devices, beside);
        for (MemoryEstimate.OnDevice on : estimate.devices()) {
            if (on.isCertainlyTooLarge()) {
                return List.of(
                        tooLarge(
                                MemoryEstimate.remedies(spec, shape, tokens, devices, beside), on));
            }
        }
        return List.of();
    }

    private static Fault tooLarge(List<MemoryEstimate.Change> changes, MemoryEstimate.OnDevice on) {
        String needed = Numbers.gigabytes(on.bytes());
        String free = Numbers.gigabytes(on.device().free());
        String name = on.device().name();
        if (changes.isEmpty()) {
            return new Fault(
                    "device", Problem.of(Problem.Code.SPEC_MEMORY_HOPELESS, needed, name, free));
        }
        String ways =
                changes.stream()
                        .map(c -> "--set %s=%s".formatted(c.field(), c.value()))
                        .collect(Collectors.joining(", or "));
        return new Fault("device", Problem.of(Problem.Code.SPEC_MEMORY, needed, name, free, ways));
    }

    /// One line for each fault, `source: field: sentence`, as the problem of a command.
    public static Problem problem(String source, List<Fault> faults) {
        List<String> lines =
                faults.stream()
                        .map(f -> source + ": " + f.field() + ": " + f.sentence(Locale.ENGLISH))
                        .toList();
        return Problem.of(Problem.Code.SPEC_FAULTS, String.join("\n", lines));
    }

    private void head() {
        if (!isName(spec.name())) {
            faults.add("name", Problem.Code.SPEC_NAME, spec.name());
        }
        if (spec.model().folder().isBlank()) {
            faults.add("model.folder", Problem.Code.SPEC_MODEL_EMPTY);
        }
        if (!spec.device().matches(DEVICE)) {
            boolean gpu = spec.device().matches("(?i)\\s*(gpu|cuda)[\\s:]*(\\d{0,3})\\s*");
            String index = spec.device().replaceAll("\\D", "");
            String meant = gpu ? "cuda:" + (index.isEmpty() ? "0" : index) : "cpu";
            faults.add("device", meant, Problem.Code.SPEC_DEVICE, "“" + spec.device() + "”");
        }
    }

    private void data() {
        DataSpec data = spec.data();
        if (data.harmful().isEmpty() && spec.method() != Method.FINE_TUNE) {
            faults.add("data.harmful", Problem.Code.SPEC_ROWS_EMPTY, "harmful");
        }
        if (data.normal().isEmpty()) {
            faults.add("data.normal", Problem.Code.SPEC_ROWS_EMPTY, "normal");
        }
        faults.list("data.unseenHarmful", data.unseenHarmful());
        faults.list("data.unseenNormal", data.unseenNormal());
        columns("data.harmfulColumns", Optional.ofNullable(data.harmfulColumns()));
        columns("data.normalColumns", Optional.ofNullable(data.normalColumns()));
        template(data.template());
        faults.atLeast("data.maxTokens", 8, data.maxTokens());
        SplitSpec split = data.split();
        faults.share("data.split.training", split.training());
        faults.share("data.split.validation", split.validation());
        faults.share("data.split.test", split.test());
        double sum = split.training() + split.validation() + split.test();
        if (Math.abs(sum - 1) > SUM_TOLERANCE) {
            faults.add(
                    "data.split",
                    Problem.Code.SPEC_SPLIT_SUM,
                    Numbers.exact(Math.round(sum * 1e6) / 1e6));
        } else if (split.test() == 0) {
            heldBack("harmful", data.harmful(), data.unseenHarmful());
            heldBack("normal", data.normal(), data.unseenNormal());
        }
    }

    /// Without a test share, what is measured must come from files of its own.
    private void heldBack(String side, List<String> files, @Nullable List<String> unseen) {
        if (!files.isEmpty() && unseen == null) {
            faults.add("data.split.test", "0.2", Problem.Code.SPEC_TEST_SHARE, side);
        }
    }

    private void columns(String field, Optional<ColumnMapping> mapping) {
        mapping.ifPresent(columns -> {
            faults.text(field + ".question", columns.question());
            faults.text(field + ".answer", columns.answer());
            faults.text(field + ".unsafeLabel", columns.unsafeLabel());
        });
    }

    private void template(String template) {
        if (template.equals(DataSpec.CHAT_TEMPLATE)) {
            return;
        }
        int question = template.indexOf("{q}");
        int times = template.split("\\{q}", -1).length - 1;
        if (times != 1) {
            faults.add(
                    "data.template",
                    Wire.line(DataSpec.SKU_TEMPLATE),
                    Problem.Code.SPEC_TEMPLATE_QUESTION,
                    times);
            return;
        }
        int answer = template.indexOf("{a}");
        if (answer >= 0 && (answer < question || template.indexOf("{a}", answer + 1) >= 0)) {
            faults.add("data.template", Problem.Code.SPEC_TEMPLATE_ANSWER);
        }
    }

    /// What a method does not have must not be asked of it.
    private void method() {
        Method method = spec.method();
        AcquisitionSpec stage = spec.acquisition();
        ModuleWeights usual = method.weights();
        ModuleWeights weights = stage.weights();
        String field = "acquisition.weights.";
        absent(field + "guidedDistortion", usual.guidedDistortion(), weights.guidedDistortion());
        absent(
                field + "randomDisassociation",
                usual.randomDisassociation(),
                weights.randomDisassociation());
        absent(
                field + "preservationDivergence",
                usual.preservationDivergence(),
                weights.preservationDivergence());
        if (method != Method.SKU
                && weights.preservationDivergence() != 0
                && stage.preservation().direction() == Preservation.Direction.DIVERGE) {
            faults.add(
                    "acquisition.preservation.direction",
                    "preserve",
                    Problem.Code.SPEC_METHOD_PRESERVATION,
                    Wire.word(method),
                    Wire.word(stage.preservation().direction()));
        }
        if (!method.isNegated() && stage.profile() == Profile.REFERENCE) {
            faults.add(
                    "acquisition.profile",
                    "paper",
                    Problem.Code.SPEC_METHOD_PROFILE,
                    Wire.word(method));
        }
        baseline();
    }

    private void absent(String field, double usual, double weight) {
        if (usual == 0 && weight != 0) {
            faults.add(
                    field,
                    "0",
                    Problem.Code.SPEC_METHOD_WEIGHT,
                    Faults.label(field),
                    Wire.word(spec.method()));
        }
    }

    private void baseline() {
        BaselineSpec baseline = spec.baseline();
        faults.above("baseline.beta", baseline.beta());
        faults.atLeast("baseline.layer", 0, baseline.layer());
        faults.above("baseline.steering", baseline.steering());
        faults.text("baseline.refusal", baseline.refusal());
        faults.text("baseline.instruction", baseline.instruction());
        List<Integer> layers = spec.trained().layers();
        boolean above = layers == null || layers.stream().anyMatch(l -> l > baseline.layer());
        if (spec.method() == Method.RMU && above) {
            faults.add(
                    "trained.layers",
                    IntStream.rangeClosed(Math.max(0, baseline.layer() - 2), baseline.layer())
                            .boxed()
                            .toList()
                            .toString(),
                    Problem.Code.SPEC_RMU_LAYERS,
                    baseline.layer());
        }
    }

    private void modules() {
        AcquisitionSpec acquisition = spec.acquisition();
        ModuleWeights weights = acquisition.weights();
        Preservation preservation = acquisition.preservation();
        String field = "acquisition.weights";
        faults.atLeast(field + ".guidedDistortion", 0, weights.guidedDistortion());
        faults.atLeast(field + ".randomDisassociation", 0, weights.randomDisassociation());
        faults.atLeast(field + ".preservationDivergence", 0, weights.preservationDivergence());
        boolean preserves = preservation.direction() != Preservation.Direction.OFF;
        if (weights.guidedDistortion() == 0
                && weights.randomDisassociation() == 0
                && (weights.preservationDivergence() == 0 || !preserves)) {
            faults.add(field, Problem.Code.SPEC_WEIGHTS_ZERO);
        }
        Double cap = preservation.capNats();
        if (cap != null) {
            faults.above("acquisition.preservation.capNats", cap);
        }
        faults.atLeast("acquisition.randomAnswers", 0, acquisition.randomAnswers());
        if (weights.randomDisassociation() > 0 && acquisition.randomAnswers() == 0) {
            faults.add("acquisition.randomAnswers", "5", Problem.Code.SPEC_RANDOM_ANSWERS, 0);
        }
    }

    private void steps() {
        AcquisitionSpec acquisition = spec.acquisition();
        faults.atLeast("acquisition.batch", 1, acquisition.batch());
        faults.atLeast("acquisition.steps", 1, acquisition.steps());
        faults.atLeast("acquisition.accumulation", 1, acquisition.accumulation());
        ForkPoint from = spec.from();
        if (from != null) {
            faults.text("from.run", from.run());
            faults.atLeast("from.step", 1, from.step());
            if (from.step() >= acquisition.steps()) {
                faults.add(
                        "acquisition.steps",
                        Problem.Code.FORK_STEPS,
                        from.step(),
                        acquisition.steps());
            }
        }
    }

    private void negation() {
        faults.above("negation.lambda", spec.negation().lambda());
        for (double lambda : spec.negation().sweep()) {
            faults.atLeast("negation.sweep", 0, lambda);
        }
        if (!spec.negation().sweep().isEmpty()) {
            faults.list("negation.sweep", spec.negation().sweep());
        }
    }

    private void optimizer() {
        OptimizerSpec optimizer = spec.optimizer();
        faults.aboveAtMost("optimizer.learningRate", 1, optimizer.learningRate(), "2e-4");
        faults.belowOne("optimizer.beta1", optimizer.beta1());
        faults.belowOne("optimizer.beta2", optimizer.beta2());
        faults.above("optimizer.epsilon", optimizer.epsilon());
        faults.share("optimizer.weightDecay", optimizer.weightDecay());
        faults.atLeast("optimizer.warmupSteps", 0, optimizer.warmupSteps());
        int steps = spec.acquisition().steps();
        if (steps >= 1 && optimizer.warmupSteps() >= steps) {
            faults.add(
                    "optimizer.warmupSteps",
                    Problem.Code.SPEC_WARMUP,
                    steps,
                    optimizer.warmupSteps());
        }
        Double clip = optimizer.clipNorm();
        if (clip != null) {
            faults.above("optimizer.clipNorm", clip);
        }
    }

    private void trained() {
        faults.belowOne("trained.modelDropout", spec.trained().modelDropout());
        if (spec.trained() instanceof Trained.Full
                && spec.memory().quantize() != Quantization.NONE) {
            faults.add("memory.quantize", "none", Problem.Code.SPEC_QUANTIZE_FULL);
        }
        List<Integer> layers = spec.trained().layers();
        faults.list("trained.layers", layers);
        if (layers != null) {
            layers.forEach(layer -> faults.atLeast("trained.layers", 0, layer));
        }
        switch (spec.trained()) {
            case Trained.Full full -> faults.list("trained.modules", full.modules());
            case Trained.Lora lora -> {
                faults.atLeast("trained.rank", 1, lora.rank());
                faults.above("trained.alpha", lora.alpha());
                faults.belowOne("trained.dropout", lora.dropout());
                targets(lora.targets());
            }
        }
    }

    private void targets(List<String> targets) {
        String field = "trained.targets";
        faults.list(field, targets);
        for (String target : targets) {
            if (!TARGETS.contains(target)) {
                faults.add(
                        field,
                        Guess.nearest(target, TARGETS).orElse(null),
                        Problem.Code.SPEC_TARGET_UNKNOWN,
                        "“" + target + "”",
                        String.join(", ", TARGETS));
            }
        }
        if (targets.size() > 1 && targets.contains(Projections.ALL_LINEAR)) {
            faults.add(field, Problem.Code.SPEC_TARGET_ALL);
        }
    }

    private void evaluationAndOutput() {
        EvaluationSpec evaluation = spec.evaluation();
        faults.atLeast("evaluation.everySteps", 0, evaluation.everySteps());
        faults.atLeast("evaluation.harmfulPrompts", 0, evaluation.harmfulPrompts());
        faults.atLeast("evaluation.normalRows", 0, evaluation.normalRows());
        faults.atLeast("evaluation.samples", 0, evaluation.samples());
        faults.atLeast("evaluation.maxNewTokens", 1, evaluation.maxNewTokens());
        judge(evaluation.judge());
        if (evaluation.encoder() != null) {
            faults.text("evaluation.encoder", evaluation.encoder());
        }
        faults.text("output.unlearnedFolder", spec.output().unlearnedFolder());
        faults.text("output.taskVectorFile", spec.output().taskVectorFile());
        faults.atLeast("output.checkpointEvery", 0, spec.output().checkpointEvery());
        faults.atLeast("memory.logitsMegabytes", 1, spec.memory().logitsMegabytes());
    }

    /// A run that is at work for hours needs a judge that is there: an address may not be, and nobody has seen its replies.
    private void judge(JudgeSpec judge) {
        switch (judge) {
            case JudgeSpec.Phrases _ -> {}
            case JudgeSpec.CausalLm c -> judge(c.model(), c.threshold());
            case JudgeSpec.Classifier c -> judge(c.model(), c.threshold());
            case JudgeSpec.Endpoint _, JudgeSpec.Person _ ->
                    faults.add(
                            "evaluation.judge",
                            "{\"type\": \"phrases\"}",
                            Problem.Code.SPEC_JUDGE_LATER);
        }
    }

    private void judge(String model, double threshold) {
        faults.text("evaluation.judge.model", model);
        faults.share("evaluation.judge.threshold", threshold);
    }

    private static Optional<String> judgeFolder(JudgeSpec judge) {
        return switch (judge) {
            case JudgeSpec.CausalLm c -> Optional.of(c.model());
            case JudgeSpec.Classifier c -> Optional.of(c.model());
            case JudgeSpec.Phrases _, JudgeSpec.Endpoint _, JudgeSpec.Person _ -> Optional.empty();
        };
    }

    private static void missing(Faults faults, String field, List<String> files) {
        for (String file : files) {
            if (!Files.isRegularFile(Path.of(file))) {
                faults.add(field, Problem.Code.FILE_MISSING, file);
            }
        }
    }

    private static List<String> orNone(@Nullable List<String> files) {
        return files == null ? List.of() : files;
    }
}
