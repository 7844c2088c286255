package dev.sku.runtime.model;

import dev.sku.protocol.Companions;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.ModelShape;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the models that measure a run hold, told by the headers of their files.
public final class MeasuringModels {
    private MeasuringModels() {}

    /// A folder that is not named yet counts as none.
    ///
    /// @param encoder null for none
    public static Companions of(JudgeSpec judge, @Nullable String encoder) {
        SentenceFolder.Size size =
                encoder == null || encoder.isBlank()
                        ? new SentenceFolder.Size(0, 0)
                        : SentenceFolder.open(Path.of(encoder)).size();
        return new Companions(judge(judge), size.parameters(), size.parameterBytes());
    }

    private static @Nullable ModelShape judge(JudgeSpec judge) {
        return switch (judge) {
            case JudgeSpec.CausalLm c -> shape(c.model(), ModelFolder::open);
            case JudgeSpec.Classifier c -> shape(c.model(), ModelFolder::openClassifier);
            case JudgeSpec.Phrases _, JudgeSpec.Endpoint _, JudgeSpec.Person _ -> null;
        };
    }

    private static @Nullable ModelShape shape(String model, Function<Path, ModelFolder> open) {
        if (model.isBlank()) {
            return null;
        }
        ModelFolder folder = open.apply(Path.of(model));
        return folder.config().shape(folder.dtype());
    }
}
