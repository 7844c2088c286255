package dev.sku.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunArchiveTest {
    @TempDir Path folder;

    private Path elsewhere;
    private Path name;

    @BeforeEach
    void lieElsewhere() throws IOException {
        elsewhere = Files.createDirectories(folder.resolve("disk").resolve("run"));
        name = folder.resolve("runs").resolve("run");
    }

    @Test
    void aLinkThatLeadsNowhereIsReplaced() throws IOException {
        Files.createDirectories(folder.resolve("runs"));
        Files.createSymbolicLink(name, folder.resolve("gone"));

        RunArchive.link(elsewhere, name);

        assertThat(Files.isSameFile(name, elsewhere)).isTrue();
    }

    @Test
    void aRunThatHasComeBackKeepsItsLink() throws IOException {
        RunArchive.link(elsewhere, name);

        RunArchive.link(name, name);

        assertThat(Files.isSameFile(name, elsewhere)).isTrue();
    }

    @Test
    void whatLiesAtTheNameStaysThere() throws IOException {
        Files.createDirectories(folder.resolve("runs"));
        Files.writeString(name, "a note");

        assertThatThrownBy(() -> RunArchive.link(elsewhere, name))
                .isInstanceOf(ProblemException.class);
        assertThat(name).hasContent("a note");
    }

    @Test
    void aLinkStaysWhereTheRunIsNotToBeFound() throws IOException {
        Files.createDirectories(folder.resolve("runs"));
        Path unplugged = folder.resolve("unplugged");
        Files.createSymbolicLink(name, unplugged);

        assertThatThrownBy(() -> RunArchive.link(folder.resolve("nowhere"), name))
                .isInstanceOf(ProblemException.class);
        assertThat(Files.readSymbolicLink(name)).isEqualTo(unplugged);
    }
}
