package dev.sku.runtime.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.RunFolder;
import dev.sku.protocol.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
    @TempDir Path path;

    @Test
    void itNamesTheVersionsTheRunRestsOn() {
        Map<String, String> facts = Environment.capture();

        assertThat(facts)
                .containsEntry("djl", "0.35.1")
                .containsKeys("os", "cpu", "cores", "memoryBytes", "java");
        assertThat(facts.get("pytorch")).startsWith("2.7.1");
        assertThat(facts.get("version")).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(Long.parseLong(facts.get("memoryBytes"))).isPositive();
    }

    @Test
    void itIsKeptInTheRunFolder() throws Exception {
        RunFolder folder = new RunFolder(path);
        Map<String, String> facts = Environment.record(folder);

        assertThat(Files.readString(folder.environment())).isEqualTo(Wire.pretty(facts));
    }
}
