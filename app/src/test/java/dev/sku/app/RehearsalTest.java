package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The window as the launcher starts it, in a process of its own.
class RehearsalTest {
    @TempDir Path folder;

    private Process start(String... words) throws Exception {
        List<String> java =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + folder,
                        "-Duser.home=" + folder,
                        "-Dsku.home=" + Path.of("..").toAbsolutePath().normalize(),
                        "-Dglass.platform=Headless",
                        "-Dprism.order=sw",
                        "-Dprism.text=t2k",
                        "-Djava.awt.headless=true",
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName());
        return new ProcessBuilder(Stream.concat(java.stream(), Stream.of(words)).toList())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
    }

    private String said() throws Exception {
        return Files.readString(folder.resolve("said"));
    }

    @Test
    void everyPageIsTurnedToAndNothingIsLeftOrSaid() throws Exception {
        Process rehearsal = start("--rehearse");
        assertThat(rehearsal.waitFor(2, TimeUnit.MINUTES)).isTrue();

        assertThat(said()).isEmpty();
        assertThat(rehearsal.exitValue()).isZero();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(Path::getFileName).map(Path::toString))
                    .noneMatch(name -> name.startsWith("sku-rehearsal"));
        }
    }

    @Test
    void aTourThatHasNowhereToGoSaysSo() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Process tour = start("--tour", file.resolve("pictures").toString());
        assertThat(tour.waitFor(2, TimeUnit.MINUTES)).isTrue();

        assertThat(tour.exitValue()).isEqualTo(1);
        assertThat(said()).contains(file.toString()).doesNotContain("\tat ");
    }
}
