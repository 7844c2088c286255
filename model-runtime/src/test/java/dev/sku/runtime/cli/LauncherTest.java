package dev.sku.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `packaging/sku` with a home, a PATH and JDK folders of the test's own making.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LauncherTest {
    private static final Path SCRIPT = Path.of("../packaging/sku").toAbsolutePath().normalize();
    private static final List<String> TOOLS = List.of("sh", "sed", "readlink", "uname", "env");

    @TempDir Path tmp;

    private final Map<String, String> environment = new LinkedHashMap<>();
    private int exitCode;
    private String out = "";
    private String err = "";

    @BeforeEach
    void anEmptyComputer() throws IOException {
        assumeTrue(Files.isRegularFile(SCRIPT), "the launcher is in the repository only");
        Path bin = Files.createDirectory(tmp.resolve("bin"));
        for (String tool : TOOLS) {
            executable(bin.resolve(tool), "#!/bin/sh\nexec " + tool(tool) + " \"$@\"\n");
        }
        Files.createDirectories(tmp.resolve("home"));
        Files.createDirectories(tmp.resolve("jvm"));
        environment.put("PATH", bin.toString());
        environment.put("HOME", tmp.resolve("home").toString());
        environment.put("SKU_JDK_FOLDERS", tmp.resolve("jvm").toString());
    }

    @Test
    void whereThereIsNoJdkItSaysWhatToInstall() throws Exception {
        jdk("jvm/java-17", "17.0.15");

        launch();

        assertThat(exitCode).isEqualTo(70);
        assertThat(out).isEmpty();
        assertThat(err)
                .startsWith("A JDK 25 or newer is needed, and none was found")
                .contains("apt install openjdk-25-jdk", "JAVA_HOME");
    }

    @Test
    void javaHomeComesFirst() throws Exception {
        jdk("jvm/temurin-25", "25.0.3");
        environment.put("JAVA_HOME", jdk("mine", "26").toString());

        assertThat(found()).isEqualTo(tmp.resolve("mine"));
    }

    @Test
    void anOldJavaHomeIsPassedOver() throws Exception {
        environment.put("JAVA_HOME", jdk("old", "17.0.15").toString());
        environment.put("JAVA25_HOME", jdk("new", "25").toString());

        assertThat(found()).isEqualTo(tmp.resolve("new"));
    }

    @Test
    void aJdkInAUsualFolderIsFoundThoughTheJavaOnThePathIsOlder() throws Exception {
        Path old = jdk("elsewhere/java-17", "17.0.15");
        Files.createSymbolicLink(tmp.resolve("bin/java"), old.resolve("bin/java"));
        jdk("jvm/java-8", "1.8.0_412");
        jdk("jvm/with blank-25", "25.0.1");

        assertThat(found()).isEqualTo(tmp.resolve("jvm/with blank-25"));
    }

    @Test
    void theJavaOnThePathIsFoundThroughItsLinks() throws Exception {
        Path jdk = jdk("elsewhere/java-25", "25.0.2");
        Files.createSymbolicLink(tmp.resolve("alternatives"), jdk.resolve("bin/java"));
        Files.createSymbolicLink(tmp.resolve("bin/java"), tmp.resolve("alternatives"));

        assertThat(found()).isEqualTo(jdk);
    }

    @Test
    void aMacsJdkIsFoundInItsContents() throws Exception {
        jdk("jvm/temurin-25.jdk/Contents/Home", "25.0.3");

        assertThat(found()).isEqualTo(tmp.resolve("jvm/temurin-25.jdk/Contents/Home"));
    }

    @Test
    void mavensToolchainsAreLookedAt() throws Exception {
        Path jdk = jdk("elsewhere/java-25", "25.0.2");
        Files.createDirectories(tmp.resolve("home/.m2"));
        Files.writeString(
                tmp.resolve("home/.m2/toolchains.xml"),
                "<toolchain>\n  <jdkHome>%s</jdkHome>\n</toolchain>\n".formatted(jdk));

        assertThat(found()).isEqualTo(jdk);
    }

    @Test
    void aRuntimeWithoutACompilerDoesNotCount() throws Exception {
        Path jre = jdk("jvm/jre-25", "25.0.2");
        Files.delete(jre.resolve("bin/javac"));

        launch();

        assertThat(exitCode).isEqualTo(70);
    }

    @Test
    void theLauncherWorksThroughALink() throws Exception {
        jdk("jvm/java-25", "25");
        Path link = Files.createSymbolicLink(tmp.resolve("sku"), SCRIPT);
        try {
            launch(link);
        } finally {
            Files.delete(link);
        }

        assertThat(exitCode).isZero();
    }

    private Path found() throws Exception {
        launch();
        assertThat(err).isEmpty();
        assertThat(exitCode).isZero();
        return Path.of(out.strip());
    }

    private void launch() throws Exception {
        launch(SCRIPT);
    }

    private void launch(Path script) throws IOException, InterruptedException {
        Path outFile = tmp.resolve("out.txt");
        Path errFile = tmp.resolve("err.txt");
        ProcessBuilder builder =
                new ProcessBuilder(tool("sh").toString(), script.toString(), "--java-home")
                        .redirectOutput(outFile.toFile())
                        .redirectError(errFile.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        exitCode = builder.start().waitFor();
        out = Files.readString(outFile, StandardCharsets.UTF_8);
        err = Files.readString(errFile, StandardCharsets.UTF_8);
    }

    private Path jdk(String folder, String version) throws IOException {
        Path home = tmp.resolve(folder);
        Files.createDirectories(home.resolve("bin"));
        for (String program : List.of("java", "javac")) {
            executable(home.resolve("bin").resolve(program), "#!/bin/sh\nexit 9\n");
        }
        Files.writeString(
                home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static Path tool(String name) {
        for (String folder : List.of("/bin", "/usr/bin")) {
            if (Files.isExecutable(Path.of(folder, name))) {
                return Path.of(folder, name);
            }
        }
        throw new IllegalStateException("no " + name);
    }
}
