package dev.sku.runtime.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.BoundedLines;
import dev.sku.protocol.Finding;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDetailsTest {
    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();

    @TempDir Path folder;

    @BeforeEach
    void aCopyOfTheSample() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLE.resolve("opt"))) {
            files.forEach(this::copy);
        }
    }

    private void copy(Path file) {
        try {
            Files.copy(file, folder.resolve(file.getFileName().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyParameterIsInOnePartAndInOneTensor() {
        Finding.Model model = ModelFacts.of(folder);
        Finding.Details details = ModelDetails.of(folder);

        assertThat(details.parts().stream().mapToLong(Finding.Part::parameters).sum())
                .isEqualTo(model.weights().parameters());
        assertThat(
                        details.tensors().stream()
                                .mapToLong(t -> t.shape().stream().reduce(1L, (a, b) -> a * b))
                                .sum())
                .isEqualTo(model.weights().parameters());
        assertThat(details.allTensors()).isEqualTo(details.tensors().size());
    }

    @Test
    void partsAreCountedByHand() {
        long layers = 4;
        long width = 160;
        assertThat(ModelDetails.of(folder).parts())
                .containsExactly(
                        new Finding.Part(Finding.Part.Of.EMBEDDING, (1_024 + 130) * width),
                        new Finding.Part(
                                Finding.Part.Of.ATTENTION, layers * 4 * (width * width + width)),
                        new Finding.Part(
                                Finding.Part.Of.FEED_FORWARD,
                                layers * (2 * width * 640 + 640 + width)),
                        new Finding.Part(Finding.Part.Of.NORM, (2 * layers + 1) * 2 * width));
    }

    @Test
    void specialTokensHaveTheirRolesAndIds() {
        assertThat(ModelDetails.of(folder).special())
                .contains(
                        new Finding.SpecialToken("bos_token", "</s>", 2),
                        new Finding.SpecialToken("eos_token", "</s>", 2),
                        new Finding.SpecialToken("", "<s>", 0));
    }

    @Test
    void textsAreShownWithoutWhatIsForMachines() throws IOException {
        Files.writeString(
                folder.resolve("README.md"),
                "---\nlicense: mit\ntags: [a]\n---\n# A model\n\nIt speaks.\n");
        Files.writeString(folder.resolve("LICENSE"), "MIT License\n\nPermission is granted.\n");
        Files.writeString(folder.resolve("chat_template.jinja"), "{{ messages[0].content }}");
        Finding.Details details = ModelDetails.of(folder);

        assertThat(details.card()).isEqualTo("# A model\n\nIt speaks.");
        assertThat(details.licenceText()).startsWith("MIT License\n\nPermission");
        assertThat(details.chatTemplate()).isEqualTo("{{ messages[0].content }}");
        assertThat(ModelFacts.of(folder).licence()).isEqualTo("mit");
    }

    @Test
    void aFolderOfAnEnemyGivesOneBoundedAnswer() throws IOException {
        String long1 = "\u0000\u001b[31m" + "x".repeat(3_000_000);
        Files.writeString(folder.resolve("README.md"), "---\n" + long1);
        Files.writeString(folder.resolve("LICENSE"), long1);
        Files.writeString(folder.resolve("chat_template.jinja"), "{# " + long1 + " #}");
        Finding.Details details = ModelDetails.of(folder);

        assertThat(Wire.line(details).length()).isLessThan(BoundedLines.REPLY_BYTES / 100);
        assertThat(List.of(String.valueOf(details.card()), String.valueOf(details.licenceText())))
                .allSatisfy(
                        t -> assertThat(t).contains("[31mx").doesNotContain("\u001b", "\u0000"));
        Files.write(folder.resolve("README.md"), new byte[] {(byte) 0xff, (byte) 0xfe, 'a'});
        assertThat(ModelDetails.of(folder).card()).endsWith("a");
    }

    @Test
    void withoutATokenizerThereIsStillTheRest() throws IOException {
        Files.delete(folder.resolve("tokenizer.json"));
        Finding.Details details = ModelDetails.of(folder);

        assertThat(details.special()).isEmpty();
        assertThat(details.tensors()).isNotEmpty();
    }

    @Test
    void aBrokenFolderIsToldInASentence() throws IOException {
        Files.writeString(folder.resolve("model.safetensors"), "not at all");

        assertThatThrownBy(() -> ModelDetails.of(folder))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("model.safetensors");
    }
}
