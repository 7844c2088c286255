package dev.sku.app.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.Presets;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalRunsTest {
    @TempDir Path folder;

    @Test
    void startsTheCommandWithTheFolderAndKeepsWhatItPrints() throws Exception {
        Path sku = folder.resolve("sku");
        Files.writeString(sku, "#!/bin/sh\necho \"$1 of ${2##*/}\"\n");
        assertThat(sku.toFile().setExecutable(true)).isTrue();
        RunFolder run = RunFolder.createAt(folder.resolve("run"), Presets.SAMPLE.spec(folder));

        LocalRuns runs = new LocalRuns(sku);
        runs.start(run);
        runs.ended(run).get(30, TimeUnit.SECONDS);

        assertThat(run.path().resolve("process.log")).hasContent("run of run");
        assertThat(runs.running(run)).isFalse();
    }

    @Test
    void aMissingCommandIsNamed() {
        RunFolder run = RunFolder.createAt(folder.resolve("run"), Presets.SAMPLE.spec(folder));

        assertThatThrownBy(() -> new LocalRuns(folder.resolve("sku")).start(run))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("sku");
    }
}
