package dev.sku.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir Path folder;

    @Test
    void aFileIsReplacedWhenItIsComplete() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "old");

        AtomicFiles.writeFile(
                file,
                out -> {
                    out.write("new".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    assertThat(file).hasContent("old");
                });

        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("x");
    }

    @Test
    void missingParentsAreMade() {
        Path file = folder.resolve("a/b/c");

        AtomicFiles.writeFile(file, out -> out.write('x'));

        assertThat(file).hasContent("x");
    }

    @Test
    void aFolderAppearsWithEverythingInIt() throws IOException {
        Path target = folder.resolve("model");

        AtomicFiles.writeFolder(
                target,
                inside -> {
                    Files.createDirectories(inside.resolve("sub"));
                    Files.writeString(inside.resolve("sub/a"), "1");
                    assertThat(target).doesNotExist();
                });

        assertThat(target.resolve("sub/a")).hasContent("1");
        assertThat(names()).containsExactly("model");
    }

    @Test
    void aFolderThatFailsLeavesNothing() throws IOException {
        assertThatThrownBy(() ->
                        AtomicFiles.writeFolder(
                                folder.resolve("model"),
                                inside -> {
                                    Files.writeString(inside.resolve("a"), "1");
                                    throw new IllegalStateException("killed");
                                }))
                .hasMessage("killed");

        assertThat(names()).isEmpty();
    }

    @Test
    void anExistingFolderIsRefusedBeforeAnyWork() {
        Path target = folder.resolve("model");
        AtomicFiles.writeFolder(target, inside -> Files.writeString(inside.resolve("a"), "1"));

        assertThat(
                        catchThrowableOfType(
                                        ProblemException.class,
                                        () ->
                                                AtomicFiles.writeFolder(
                                                        target,
                                                        _ -> {
                                                            throw new AssertionError("it worked");
                                                        }))
                                .problem()
                                .code())
                .isEqualTo(Problem.Code.FILE_EXISTS);
        assertThat(target.resolve("a")).hasContent("1");
    }

    @Test
    void aFolderIsReplacedOnRequest() throws IOException {
        Path target = folder.resolve("model");
        AtomicFiles.writeFolder(target, inside -> Files.writeString(inside.resolve("a"), "1"));

        AtomicFiles.writeFolder(
                target,
                AtomicFiles.Existing.REPLACE,
                inside -> Files.writeString(inside.resolve("b"), "2"));

        assertThat(target.resolve("a")).doesNotExist();
        assertThat(target.resolve("b")).hasContent("2");
        assertThat(names()).containsExactly("model");
    }

    @Test
    void whatADeadProcessLeftIsClearedAndWhatALivingOneWritesIsKept() throws IOException {
        Path target = folder.resolve("model");
        Path mine = Temporaries.fresh(target);
        long pid = ProcessHandle.current().pid();
        Path dead =
                folder.resolve(
                        mine.getFileName().toString().replace("~" + pid + "~", "~99999999~"));
        Path elsewhere = folder.resolve(".model.tmp~another-host~99999999~1~1");
        for (Path left : new Path[] {mine, dead, elsewhere}) {
            Files.createDirectories(left.resolve("sub"));
        }
        Path own = Files.writeString(folder.resolve(".model.txt"), "mine");

        AtomicFiles.writeFolder(target, inside -> Files.writeString(inside.resolve("a"), "1"));

        assertThat(dead).doesNotExist();
        assertThat(mine).exists();
        assertThat(elsewhere).exists();
        assertThat(own).exists();
    }

    @Test
    void aFolderThatADeadProcessHadSetAsideComesBack() throws IOException {
        Path target = folder.resolve("model");
        long pid = ProcessHandle.current().pid();
        String name = Temporaries.aside(target).getFileName().toString();
        Path aside = folder.resolve(name.replace("~" + pid + "~", "~99999999~"));
        Files.createDirectories(aside);
        Files.writeString(aside.resolve("a"), "old");

        assertThatThrownBy(() -> AtomicFiles.writeFolder(target, _ -> {}))
                .isInstanceOf(ProblemException.class);

        assertThat(target.resolve("a")).hasContent("old");
    }

    @Test
    void aFullDiskIsCalledThat() {
        Path target = folder.resolve("x");

        assertThat(problemOf(target, new IOException("No space left on device")))
                .isEqualTo(Problem.of(Problem.Code.DISK_FULL, target));
        assertThat(problemOf(target, new IOException("Input/output error")))
                .isEqualTo(Problem.of(Problem.Code.WRITE_FAILED, target, "Input/output error"));
    }

    @Test
    void aParentThatIsAFileIsAFailedWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "1");

        assertThat(
                        catchThrowableOfType(
                                        ProblemException.class,
                                        () -> AtomicFiles.writeFile(file.resolve("y"), _ -> {}))
                                .problem()
                                .code())
                .isEqualTo(Problem.Code.WRITE_FAILED);
    }

    private static Problem problemOf(Path target, IOException e) {
        return catchThrowableOfType(
                        ProblemException.class,
                        () ->
                                AtomicFiles.writeFile(
                                        target,
                                        _ -> {
                                            throw e;
                                        }))
                .problem();
    }

    private java.util.List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString()).toList();
        }
    }
}
