package dev.sku.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against vectors that `transformers` gives for the same folders in float64; `encoder_vectors.py` prints them.
class SentenceEncoderTest {
    private static final Offset<Double> ROUNDING = within(1e-6);
    private static final List<String> TEXTS =
            List.of(
                    "The cat sat.",
                    "A dog ran.",
                    "the cat sat the cat sat the cat sat the cat sat the cat sat the cat sat");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "bert, mean, 0.2365915255, -0.0444045959, 0.1802109621, 0.9994900008, 0.9995407671",
        "bert, cls, 0.2367046335, -0.0509411121, 0.1776848413, 0.9990117077, 0.9994535704",
        "roberta, mean, 0.0312521693, 0.3907126124, -0.0183043808, 0.9857726585, 0.9930547716"
    })
    void vectorsAreThoseOfTransformers(
            String type, String pooling, double a, double b, double c, double near, double far)
            throws IOException {
        List<double[]> vectors = vectors(EncoderFolders.write(folder, type, pooling));
        assertThat(Arrays.copyOf(vectors.getFirst(), 3))
                .containsExactly(new double[] {a, b, c}, ROUNDING);
        assertThat(dot(vectors.get(0), vectors.get(1))).isCloseTo(near, ROUNDING);
        assertThat(dot(vectors.get(0), vectors.get(2))).isCloseTo(far, ROUNDING);
    }

    /// Every element, given `-Dsku.python=` an interpreter that has `transformers`.
    @ParameterizedTest
    @CsvSource({"bert, mean", "bert, cls", "roberta, mean"})
    void everyElementIsThatOfPython(String type, String pooling)
            throws IOException, InterruptedException {
        String python = System.getProperty("sku.python");
        assumeTrue(python != null, "no -Dsku.python");
        Path encoder = EncoderFolders.write(folder, type, pooling);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                python,
                                "src/test/resources/dev/sku/runtime/evaluate/encoder_vectors.py",
                                encoder.toString()));
        command.addAll(TEXTS);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        List<String> lines = output.lines().toList();
        List<double[]> ours = vectors(encoder);
        assertThat(lines).hasSize(ours.size());
        for (int i = 0; i < lines.size(); i++) {
            assertThat(ours.get(i))
                    .containsExactly(Wire.read(lines.get(i), double[].class, "python"), ROUNDING);
        }
    }

    @Test
    void whatSharesAPassChangesNoVector() throws IOException {
        try (SentenceEncoder encoder = open(EncoderFolders.write(folder, "bert", "mean"))) {
            List<double[]> alone =
                    TEXTS.stream()
                            .map(t -> encoder.of(List.of(encoder.tokens(t))).getFirst())
                            .toList();
            List<double[]> together = encoder.of(TEXTS.stream().map(encoder::tokens).toList());
            for (int i = 0; i < alone.size(); i++) {
                assertThat(together.get(i)).containsExactly(alone.get(i), ROUNDING);
            }
        }
    }

    @Test
    void aLongTextKeepsItsLastSpecialTokenAndAnEmptyOneHasNone() throws IOException {
        try (SentenceEncoder encoder = open(EncoderFolders.write(folder, "bert", "mean"))) {
            long[] cut = encoder.tokens(TEXTS.getLast());
            assertThat(cut).hasSize(16).startsWith(2, 4).endsWith(5, 3);
            assertThat(encoder.tokens("")).isEmpty();
            assertThat(encoder.of(List.of(new long[0])).getFirst()).isEmpty();
        }
    }

    @Test
    void similarityIsThatOfTheEncoder() throws IOException {
        try (SentenceEncoder encoder = open(EncoderFolders.write(folder, "bert", "mean"))) {
            List<double[]> vectors = encoder.of(TEXTS.stream().map(encoder::tokens).toList());
            List<Double> best =
                    new Similarity(encoder)
                            .best(
                                    List.of(TEXTS.get(0), "", "same"),
                                    List.of(
                                            TEXTS.subList(1, 3),
                                            List.of(TEXTS.get(0)),
                                            List.of("other", "same")));
            assertThat(best.get(0))
                    .isCloseTo(
                            Math.max(
                                    dot(vectors.get(0), vectors.get(1)),
                                    dot(vectors.get(0), vectors.get(2))),
                            ROUNDING);
            assertThat(best.subList(1, 3)).containsExactly(0.0, 1.0);
        }
    }

    @Test
    void anotherWeightPoolingOrLengthIsAnotherEncoder() throws IOException {
        Path mean = EncoderFolders.write(folder.resolve("a/encoder"), "bert", "mean");
        Path cls = EncoderFolders.write(folder.resolve("b/encoder"), "bert", "cls");
        Path shorter = EncoderFolders.write(folder.resolve("c/encoder"), "bert", "mean");
        Files.writeString(shorter.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 8}");
        assertThat(name(mean)).startsWith("encoder [");
        assertThat(List.of(name(mean), name(cls), name(shorter))).doesNotHaveDuplicates();
    }

    @Test
    void whatIsNotComputedHereIsRefusedByName() throws IOException {
        Path max = EncoderFolders.write(folder.resolve("max"), "bert", "max");
        assertThat(refused(max)).contains("1_Pooling/config.json", "it pools by max; mean and cls");
        Path dense = EncoderFolders.write(folder.resolve("dense"), "bert", "mean");
        Files.writeString(
                dense.resolve("modules.json"),
                Wire.line(
                        List.of(
                                Map.of(
                                        "path",
                                        "2_Dense",
                                        "type",
                                        "sentence_transformers.models.Dense"))));
        assertThat(refused(dense)).contains("it has the module Dense");
        Path mpnet = EncoderFolders.write(folder.resolve("mpnet"), "bert", "mean");
        String config = Files.readString(mpnet.resolve("config.json"));
        Files.writeString(mpnet.resolve("config.json"), config.replace("\"bert\"", "\"mpnet\""));
        assertThat(refused(mpnet))
                .contains("its model_type is mpnet; bert, roberta and xlm-roberta are computed");
        assertThat(refused(folder.resolve("none"))).contains("does not exist");
    }

    @Test
    void aFolderWithoutModulesIsAveraged() throws IOException {
        Path whole = EncoderFolders.write(folder.resolve("whole"), "bert", "mean");
        Path plain = EncoderFolders.write(folder.resolve("plain"), "bert", "cls");
        Files.delete(plain.resolve("modules.json"));
        assertThat(vectors(plain).getFirst()).isEqualTo(vectors(whole).getFirst());
    }

    private static SentenceEncoder open(Path encoder) {
        return SentenceEncoder.open(encoder, "cpu");
    }

    private static String name(Path encoder) {
        try (SentenceEncoder open = open(encoder)) {
            return open.name();
        }
    }

    private static List<double[]> vectors(Path encoder) {
        try (SentenceEncoder open = open(encoder)) {
            return open.of(TEXTS.stream().map(open::tokens).toList());
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static String refused(Path encoder) {
        List<String> sentence = new ArrayList<>();
        assertThatThrownBy(() -> open(encoder))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> sentence.add(e.problem().sentence(Locale.ENGLISH)));
        return sentence.getFirst();
    }
}
