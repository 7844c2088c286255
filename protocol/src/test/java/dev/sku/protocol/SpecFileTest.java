package dev.sku.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecFileTest {
    private static final Path SAMPLE = Path.of("/somewhere/sample-data");

    @TempDir Path folder;

    @Test
    void fieldsThatAreLeftOutAreThePresets() {
        RunSpec spec =
                read(
                        """
                        {"preset": "sample", "name": "mine", "optimizer": {"learningRate": 1e-3}}
                        """);

        RunSpec preset = Presets.SAMPLE.spec(SAMPLE);
        assertThat(spec.name()).isEqualTo("mine");
        assertThat(spec.optimizer().learningRate()).isEqualTo(1e-3);
        assertThat(spec.optimizer().weightDecay()).isZero();
        assertThat(spec.trained()).isEqualTo(preset.trained());
        assertThat(spec.data()).isEqualTo(preset.data());
    }

    @Test
    void withoutAPresetItIsThePapersOpt() {
        RunSpec spec =
                read(
                        """
                        {"model":{"folder":"opt"},"data":{"harmful":["h.jsonl"],"normal":["n.csv"]}}
                        """);

        assertThat(spec.acquisition()).isEqualTo(Presets.PAPER_OPT.spec(SAMPLE).acquisition());
        assertThat(spec.optimizer()).isEqualTo(OptimizerSpec.adamW(2e-4));
    }

    @Test
    void relativePathsAreMeantFromTheFilesFolder() throws IOException {
        Path file = folder.resolve("runs/one.json");
        Files.createDirectories(folder.resolve("runs"));
        Files.writeString(
                file,
                """
                {"model":{"folder":"../opt"},"data":{"harmful":["h.jsonl"],"normal":["/data/n.csv"]},
                 "output":{"taskVectorFile":"tv.safetensors"}}
                """);

        RunSpec spec = SpecFile.read(file, SAMPLE);

        assertThat(spec.model().folder()).isEqualTo(folder.resolve("opt").toString());
        assertThat(spec.data().harmful())
                .containsExactly(folder.resolve("runs/h.jsonl").toString());
        assertThat(spec.data().normal()).containsExactly("/data/n.csv");
        assertThat(spec.output().taskVectorFile())
                .isEqualTo(folder.resolve("runs/tv.safetensors").toString());
    }

    @Test
    void whatIsWrittenWholeComesBackTheSame() {
        RunSpec spec = Presets.SAMPLE.spec(SAMPLE);

        assertThat(read(Wire.pretty(spec))).isEqualTo(spec);
    }

    @Test
    void anotherKindOfTrainingBeginsFromItsOwnDefaults() {
        RunSpec spec =
                read("{\"preset\":\"sample\",\"trained\":{\"type\":\"full\",\"layers\":[0,2]}}");

        assertThat(spec.trained()).isEqualTo(new Trained.Full(List.of(0, 2), null, 0));
    }

    @Test
    void anAdapterOverAFullPresetHasAllLinearTargets() {
        RunSpec spec =
                read("{\"preset\":\"sample-full\",\"trained\":{\"type\":\"lora\",\"rank\":4}}");

        assertThat(spec.trained())
                .isEqualTo(new Trained.Lora(4, 16, 0, List.of("all-linear"), null, 0));
    }

    @Test
    void nullTakesAnOptionalValueOfThePresetAway() {
        RunSpec spec = read("{\"preset\":\"sample\",\"data\":{\"unseenHarmful\":null}}");

        assertThat(spec.data().unseenHarmful()).isNull();
    }

    @Test
    void anOptionalRecordCanBeGiven() {
        RunSpec spec =
                read(
                        """
                        {"preset":"sample","data":{"normalColumns":{"question":"prompt","answer":"reply"}}}
                        """);

        assertThat(spec.data().normalColumns())
                .isEqualTo(new ColumnMapping("prompt", "reply", null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
"""
{"preset":"sampel"} | preset: There is no preset “sampel”; there are paper-opt-2.7b, llama-2-7b, llama-2-13b, sample, sample-full, sample-task-vector, sample-fine-tune, sample-gradient-ascent, sample-gradient-ascent-mismatch, sample-npo, sample-relabel, sample-rmu, sample-in-context. Did you mean sample?
{"preset":"sample","learning_rate":1} | learning_rate: A run specification has no field “learning_rate”.
{"preset":"sample","optimizer":{"learning_rate":1}} | optimizer.learning_rate: A run specification has no field “learning_rate”. Did you mean learningRate?
{"preset":"sample","optimizer":{"learningRate":"fast"}} | optimizer.learningRate: Learning rate must be a number, not "fast".
{"preset":"sample","optimizer":{"learningRate":null}} | optimizer.learningRate: Learning rate must be a number, not null.
{"preset":"sample","optimizer":{"schedule":"Linear"}} | optimizer.schedule: Schedule must be one of linear, constant, not “Linear”. Did you mean linear?
{"preset":"sample","optimizer":3} | optimizer: optimizer must be an object with fields, not 3.
{"preset":"sample","optimizer":null} | optimizer: optimizer must be an object with fields, not null.
{"preset":"sample","trained":null} | trained: trained must be an object with fields, not null.
{"preset":"sample","acquisition":{"steps":1.5}} | acquisition.steps: Steps must be a whole number, not 1.5.
{"preset":"sample","acquisition":{"steps":99999999999}} | acquisition.steps: Steps must be a whole number, not 99999999999.
{"preset":"sample","trained":{"type":"qlora"}} | trained.type: trained.type must be “full” or “lora”, not "qlora".
{"preset":"sample","trained":{"type":"full","rank":8}} | trained.rank: A run specification has no field “rank”.
{"preset":"sample","trained":{"targets":"q_proj"}} | trained.targets: Adapter targets must be a list of texts in quotes, not "q_proj".
{"preset":"sample","data":{"harmfulColumns":{"question":"q"}}} | data.harmfulColumns.answer: The answer column of the harmful rows must be a text in quotes, not left out.
{"preset":"sample","evaluation":{"judge":{"type":"oracle"}}} | evaluation.judge: evaluation.judge must be an object with the type phrases, causalLm or classifier, not {"type":"oracle"}.
{"preset":"sample","evaluation":{"judge":{"type":"causalLm","model":"guard"}}} | evaluation.judge.template: evaluation.judge.template must be a text in quotes, not left out.
{"preset":"sample","evaluation":{"judge":{"type":"person","file":"said.jsonl"}}} | evaluation.judge: While it goes on, a run is judged by the phrases or by a model in a folder. Measure it by an address or a person when it is done. Did you mean {"type": "phrases"}?
{"preset":"sample","optimizer":{"learningRate":20}} | optimizer.learningRate: Learning rate must be above 0 and at most 1, not 20. Did you mean 2e-4?
""")
    void aFaultIsOneLineWithFileFieldAndSentence(String json, String line) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().sentence(Locale.ENGLISH))
                                        .isEqualTo("spec.json: " + line));
    }

    @Test
    void aJudgeIsWrittenWholeAndItsFilesAreMeantFromTheSpecification() {
        EvaluationSpec evaluation =
                read("""
                {"preset": "sample", "evaluation": {"everySteps": 5, "judge":
                  {"type": "causalLm", "model": "guard", "template": "own.json"}}}
                """)
                        .evaluation();

        assertThat(evaluation.everySteps()).isEqualTo(5);
        assertThat(evaluation.judge())
                .isEqualTo(
                        new JudgeSpec.CausalLm(
                                folder.resolve("guard").toString(),
                                folder.resolve("own.json").toString(),
                                0.5));
        assertThat(read("{\"preset\": \"sample\"}").evaluation().judge())
                .isEqualTo(new JudgeSpec.Phrases());
    }

    @Test
    void aSentenceEncoderIsFoundBesideTheFileAndMayBeLeftOut() {
        RunSpec spec = read("{\"preset\": \"sample\", \"evaluation\": {\"encoder\": \"mini\"}}");

        assertThat(spec.evaluation().encoder()).isEqualTo(folder.resolve("mini").toString());
        assertThat(SpecCheck.files(spec)).extracting(Fault::field).contains("evaluation.encoder");
        assertThat(read("{\"preset\": \"sample\"}").evaluation().encoder()).isNull();
    }

    @Test
    void everyFaultHasItsLine() {
        assertThatThrownBy(
                        () -> read("{\"preset\":\"sample\",\"sed\":1,\"optimizer\":{\"beta3\":1}}"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().sentence(Locale.ENGLISH).lines())
                                        .containsExactly(
                                                "spec.json: sed: A run specification has no field “sed”."
                                                        + " Did you mean seed?",
                                                "spec.json: optimizer.beta3: A run specification has no"
                                                        + " field “beta3”. Did you mean beta1?"));
    }

    @Test
    void aSyntaxErrorIsReportedWithItsLine() {
        assertThatThrownBy(() -> read("{\n\"preset\": \"sample\",\n}"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().arguments()).startsWith("spec.json", "3"));
    }

    private RunSpec read(String json) {
        return SpecFile.read(json, folder, "spec.json", SAMPLE);
    }
}
