package dev.sku.runtime.agent;

import dev.sku.protocol.Companions;
import dev.sku.protocol.EvaluationSpec;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.ModelShape;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.model.SentenceFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the models that measure a run hold, told by the headers of their files.
final class MeasuringModels {
    private MeasuringModels() {}

    static Companions of(EvaluationSpec evaluation) {
        String encoder = evaluation.encoder();
        SentenceFolder.Size size =
                encoder == null
                        ? new SentenceFolder.Size(0, 0)
                        : SentenceFolder.open(Path.of(encoder)).size();
        return new Companions(judge(evaluation.judge()), size.parameters(), size.parameterBytes());
    }

    private static @Nullable ModelShape judge(JudgeSpec judge) {
        return switch (judge) {
            case JudgeSpec.CausalLm c -> shape(ModelFolder.open(Path.of(c.model())));
            case JudgeSpec.Classifier c -> shape(ModelFolder.openClassifier(Path.of(c.model())));
            case JudgeSpec.Phrases _, JudgeSpec.Endpoint _, JudgeSpec.Person _ -> null;
        };
    }

    private static ModelShape shape(ModelFolder folder) {
        return folder.config().shape(folder.dtype());
    }
}
