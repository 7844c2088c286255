package dev.sku.app.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.app.compare.Library.Group;
import dev.sku.app.compare.Library.Item;
import dev.sku.app.shell.Notices;
import dev.sku.protocol.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prompts at hand, and lists that a person brings.
class LibraryTest {
    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();

    @TempDir Path folder;

    private Library library(Path sample) {
        Library library = new Library(sample, folder.resolve("prompts"));
        library.load(
                new Records(List::of, _ -> {}, Clock.systemUTC()),
                new Notices(),
                Runnable::run,
                Runnable::run);
        return library;
    }

    private List<String> questions(Library library, Group group) {
        return library.grouped().getOrDefault(group, List.of()).stream()
                .map(Item::question)
                .toList();
    }

    @Test
    void theSampleBringsHarmfulNormalAndParaphrasedPrompts() {
        Library library = library(SAMPLE);

        assertThat(library.grouped().get(Group.HARMFUL)).allMatch(Item::harmful).isNotEmpty();
        assertThat(library.grouped().get(Group.NORMAL)).noneMatch(Item::harmful).isNotEmpty();
        assertThat(library.grouped().get(Group.PARAPHRASED)).allMatch(Item::harmful).isNotEmpty();
    }

    @Test
    void importedPromptsAreHereAgainTheNextTime() {
        Library first = library(Path.of("nowhere"));
        first.add(List.of("Who?", "Say \"no\""), true).run();
        first.add(List.of("Why?"), false).run();
        first.add(List.of("Whose?", "Who?"), true).run();

        Library next = library(Path.of("nowhere"));
        assertThat(next.grouped().getOrDefault(Group.OWN, List.of()))
                .containsExactly(
                        new Item(Group.OWN, "Who?", true, List.of()),
                        new Item(Group.OWN, "Say \"no\"", true, List.of()),
                        new Item(Group.OWN, "Whose?", true, List.of()),
                        new Item(Group.OWN, "Why?", false, List.of()));
    }

    @Test
    void listsAreReadAsLinesRowsAndTables() throws IOException {
        Path lines = Files.writeString(folder.resolve("a.txt"), "One?\n\n Two? \n");
        Path rows =
                Files.writeString(
                        folder.resolve("b.jsonl"),
                        "{\"prompt\": \"Three?\"}\n{\"question\": \"Four?\"}\n");
        Path table = Files.writeString(folder.resolve("c.csv"), "id,question\n1,\"Five, six?\"\n");

        assertThat(Library.questions(lines)).containsExactly("One?", "Two?");
        assertThat(Library.questions(rows)).containsExactly("Three?", "Four?");
        assertThat(Library.questions(table)).containsExactly("Five, six?");
        Path none = Files.writeString(folder.resolve("d.csv"), "id,words\n1,hello\n");
        assertThatThrownBy(() -> Library.questions(none)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aSearchListsWhatHoldsTheWords() {
        Library library = library(Path.of("nowhere"));
        library.add(List.of("What is Rome?", "What is Paris?"), false);
        library.queryProperty().set("ROME");

        assertThat(questions(library, Group.OWN)).containsExactly("What is Rome?");
    }
}
