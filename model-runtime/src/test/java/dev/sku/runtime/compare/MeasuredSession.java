package dev.sku.runtime.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.Prompt;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import dev.sku.protocol.SideSpec;
import dev.sku.protocol.SidesMemory;
import dev.sku.protocol.Wire;
import dev.sku.runtime.agent.LaunchedRuntime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// `sku session`, set up as `packaging/sku` does, whose peak of memory is compared with the estimate. Hot draws hardly ever
/// end by themselves, so that replies are as long as they may be.
record MeasuredSession(List<SideSpec> sides, Quantization quantize, SidesMemory.Work work) {
    static SideSpec side(Path at, @Nullable Double lambda) {
        return new SideSpec(String.valueOf(at.getFileName()), at.toString(), null, lambda);
    }

    MemoryEstimate.OnDevice estimate() {
        return new SidesMemory(SideSizes.of(sides).sizes(), quantize)
                .on(new MemoryEstimate.Device("cpu", 0, 0), work);
    }

    long peakBytes(Path folder) throws IOException, InterruptedException {
        ProcessBuilder builder =
                LaunchedRuntime.of("session").redirectError(folder.resolve("errors.txt").toFile());
        Process process = builder.start();
        try (Writer in = process.outputWriter(StandardCharsets.UTF_8);
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            in.write(Wire.line(new SessionRequest.Hello(SessionRequest.PROTOCOL, "n")) + "\n");
            in.write(
                    Wire.line(
                                    new SessionRequest.Open(
                                            1, sides, "cpu", DataSpec.SKU_TEMPLATE, quantize))
                            + "\n");
            in.write(Wire.line(asked()) + "\n");
            in.flush();
            SessionReply last = new SessionReply.Hello(0, "", "", 0);
            while (last.id() != 2
                    || !(last instanceof SessionReply.Done
                            || last instanceof SessionReply.Failed)) {
                last = Wire.read(out.readLine(), SessionReply.class, "session");
            }
            assertThat(last).isInstanceOf(SessionReply.Done.class);
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D+", "")))
                    .findFirst()
                    .orElseThrow();
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private SessionRequest asked() {
        Sampling sampling = new Sampling(5, 0, 1, 1, 3, work.newTokens(), List.of());
        List<Prompt> prompts =
                IntStream.range(0, work.prompts())
                        .mapToObj(i -> Prompt.of("How do I smash the skateboard " + i + "?", true))
                        .toList();
        return work.lambdas() == 0
                ? new SessionRequest.Generate(2, prompts, sampling)
                : new SessionRequest.Sweep(
                        2,
                        prompts,
                        sampling,
                        1,
                        DoubleStream.iterate(0, l -> l + 0.2)
                                .limit(work.lambdas())
                                .boxed()
                                .toList());
    }
}
