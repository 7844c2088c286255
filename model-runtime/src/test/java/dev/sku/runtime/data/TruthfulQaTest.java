package dev.sku.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthfulQaTest {
    private static final String HEADER =
            "Type,Category,Question,Best Answer,Correct Answers,Incorrect Answers,Source\n";

    @TempDir Path folder;

    @Test
    void bestAndCorrectAnswersAreRowsOfTheirOwnWithoutRepetition() throws IOException {
        Path file =
                file("A,C,Why?,Because it is.,Because it is; For a reason;  ;for a  reason.,No,\n");
        assertThat(TruthfulQa.read(file, Profile.PAPER).rows())
                .extracting(Example::answer)
                .containsExactly("Because it is.", "For a reason");
    }

    @Test
    void theReleasedCodeTakesWholeColumnsOneAfterTheOther() throws IOException {
        Path file = file("A,C,Q1,B1,C1; C2,No,\nA,C,Q2,B2,B2; C3,No,\n");
        assertThat(TruthfulQa.read(file, Profile.REFERENCE).rows())
                .extracting(Example::answer)
                .containsExactly("B1", "B2", "C1; C2", "B2; C3");
    }

    @Test
    void aQuestionWithoutOtherCorrectAnswersKeepsItsBest() throws IOException {
        RowFile read = TruthfulQa.read(file("A,C,Q1,B1,,No,\nA,C,Q2,,C2,No,\n"), Profile.PAPER);
        assertThat(read.rows()).extracting(Example::answer).containsExactly("B1");
        assertThat(read.badRows())
                .extracting(b -> b.reason())
                .containsExactly("column Best Answer is empty");
    }

    @Test
    void theRealFileIsReadWhole() {
        RowFile read = TruthfulQa.read(Shared.file("data/TruthfulQA.csv"), Profile.PAPER);
        assertThat(read.badRows()).isEmpty();
        assertThat(read.rows().stream().map(Example::question).distinct()).hasSize(817);
        assertThat(read.rows()).hasSize(2587); // distinct answers, counted with Python's csv module
    }

    private Path file(String rows) throws IOException {
        return Files.writeString(folder.resolve("TruthfulQA.csv"), HEADER + rows);
    }
}
