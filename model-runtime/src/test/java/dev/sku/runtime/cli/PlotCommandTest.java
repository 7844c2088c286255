package dev.sku.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.RunFolder;
import dev.sku.runtime.testing.MeasuredRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Path folder;
    private final RunFolder run;

    PlotCommandTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.run = MeasuredRun.in(folder);
    }

    private int plot(String... more) {
        String[] all = new String[more.length + 1];
        all[0] = "plot";
        System.arraycopy(more, 0, all, 1, more.length);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void aFigureIsWrittenInEveryFormatAndDrawnAgain() throws IOException {
        String all = String.join(",", file("a.pdf"), file("a.svg"), file("a.png"), file("a.tex"));
        assertThat(plot(run.path().toString(), "--out", all)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("4 points, 4 on the Pareto front; knee: λ 1 at");
        byte[] svg = Files.readAllBytes(folder.resolve("a.svg"));

        assertThat(plot("--figure", file("a.figure.json"), "--out", file("b.svg"))).isZero();
        assertThat(Files.readAllBytes(folder.resolve("b.svg"))).isEqualTo(svg);
    }

    @Test
    void whatIsSaidChangesTheFigure() throws IOException {
        assertThat(
                        plot(
                                run.path().toString(),
                                "--step-paths",
                                "--no-front",
                                "--max-lambda",
                                "1",
                                "--name",
                                "run=My run",
                                "-x",
                                "perplexity-ratio",
                                "--log-x",
                                "--venue",
                                "acl",
                                "--out",
                                file("a.csv") + "," + file("a.svg")))
                .as(err.toString())
                .isZero();
        assertThat(Files.readAllLines(folder.resolve("a.csv"))).hasSize(1 + 4);
        assertThat(Files.readString(folder.resolve("a.svg")))
                .contains("My run", "Over training steps", "width=\"218.16pt\"")
                .doesNotContain("Pareto front");
    }

    @Test
    void aWrongWordIsWrongUsageAndNothingIsWritten() {
        assertThat(plot(run.path().toString(), "-x", "perplexty", "--out", file("a.svg")))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith("There is no measure perplexty. There are perplexity, and");
        assertThat(plot(run.path().toString(), "--log-y", "--out", file("a.svg"))).isEqualTo(2);
        assertThat(plot(run.path().toString(), "--out", file("a.gif"))).isEqualTo(2);
        assertThat(plot(run.path().toString(), "--group", "2", "--out", file("a.svg")))
                .isEqualTo(2);
        assertThat(plot()).isEqualTo(2);
        assertThat(folder.resolve("a.svg")).doesNotExist();
    }

    @Test
    void theRunsOfAWorkspaceASweepOrAnyFolderAreDrawn() throws IOException {
        assertThat(plot(run.path().toString(), "--out", file("run.csv"))).isZero();
        assertThat(plot(folder.toString(), "--out", file("folder.csv"))).isZero();
        Path workspace = Files.createDirectories(folder.resolve("workspace"));
        Files.createDirectories(workspace.resolve("runs"));
        Files.move(run.path(), workspace.resolve("runs/run"));
        assertThat(plot(workspace.toString(), "--out", file("workspace.csv"))).isZero();
        Files.writeString(
                workspace.resolve("sweep.json"),
                """
                {"sweep": "{}", "folder": "/", "runs": [
                  {"name": "run-000", "settings": {"name": "\\"SKU, steeper\\"", "seed": "42"}, "folder": "runs/run"},
                  {"name": "run-001", "settings": {}}]}
                """);
        assertThat(plot(workspace.toString(), "--by", "settings", "--out", file("sweep.csv")))
                .as(err.toString())
                .isZero();

        String lone = Files.readString(folder.resolve("run.csv"));
        assertThat(Files.readString(folder.resolve("folder.csv"))).isEqualTo(lone);
        assertThat(Files.readString(folder.resolve("workspace.csv"))).isEqualTo(lone);
        assertThat(Files.readString(folder.resolve("sweep.csv"))).contains("\"SKU, steeper\",run,");
        assertThat(plot(file("sweep.figure.json"), "--out", file("again.csv"))).isZero();
        assertThat(Files.readString(folder.resolve("again.csv")))
                .isEqualTo(Files.readString(folder.resolve("sweep.csv")));
    }

    @Test
    void aFolderWithoutRunsIsBadInput() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(plot(empty.toString(), "--out", file("a.svg"))).isEqualTo(65);
    }
}
