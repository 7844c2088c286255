package dev.sku.runtime.cli;

import dev.sku.protocol.DeviceNames;
import dev.sku.protocol.JudgeSpec;
import dev.sku.runtime.evaluate.Judges;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who judges replies, and where models work.
final class JudgeOptions {
    @Option(
            names = "--judge",
            paramLabel = "JUDGE",
            description =
                    "phrases, llama-guard=FOLDER, llama-guard-3=FOLDER, harmbench=FOLDER, beaver-dam=FOLDER, or a JSON file. Without it the judge of the run, or phrases.")
    @Nullable String judge;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "For models, and for a judge's own: cpu or cuda:N (${DEFAULT-VALUE}).")
    String device = DeviceNames.CPU;

    /// @param otherwise where none is named
    JudgeSpec judge(JudgeSpec otherwise) {
        return judge == null ? otherwise : Judges.named(judge);
    }
}
