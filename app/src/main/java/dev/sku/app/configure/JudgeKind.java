package dev.sku.app.configure;

import dev.sku.protocol.JudgeSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Who can judge a run while it goes on: the phrases, or a model in a folder by a built-in template.
public enum JudgeKind {
    PHRASES("phrases"),
    LLAMA_GUARD("llama-guard"),
    LLAMA_GUARD_3("llama-guard-3"),
    HARM_BENCH("harmbench"),
    BEAVER_DAM("beaver-dam");

    private final String template;

    JudgeKind(String template) {
        this.template = template;
    }

    /// Empty for a judge that only a file describes, such as one with a template of its own.
    public static Optional<JudgeKind> of(JudgeSpec judge) {
        String named =
                switch (judge) {
                    case JudgeSpec.Phrases _ -> PHRASES.template;
                    case JudgeSpec.CausalLm c -> c.template();
                    case JudgeSpec.Classifier c -> c.template();
                    case JudgeSpec.Endpoint _, JudgeSpec.Person _ -> "";
                };
        return Arrays.stream(values()).filter(k -> k.template.equals(named)).findFirst();
    }

    /// With the folder of the judge before, where that had one.
    JudgeSpec after(JudgeSpec before) {
        String folder =
                switch (before) {
                    case JudgeSpec.CausalLm c -> c.model();
                    case JudgeSpec.Classifier c -> c.model();
                    case JudgeSpec.Phrases _, JudgeSpec.Endpoint _, JudgeSpec.Person _ -> "";
                };
        return of(folder, 0.5);
    }

    /// @param folder of its model; the phrases need none
    public JudgeSpec of(String folder, double threshold) {
        return switch (this) {
            case PHRASES -> new JudgeSpec.Phrases();
            case BEAVER_DAM -> new JudgeSpec.Classifier(folder, template, List.of(), threshold);
            case LLAMA_GUARD, LLAMA_GUARD_3, HARM_BENCH ->
                    new JudgeSpec.CausalLm(folder, template, threshold);
        };
    }
}
