package dev.sku.figures;

import dev.sku.protocol.Quantization;
import dev.sku.protocol.Relearning;
import dev.sku.protocol.Trained;
import dev.sku.protocol.Treatment;
import org.jspecify.annotations.Nullable;

/// What treatments are called.
public final class TreatmentWords {
    private TreatmentWords() {}

    /// As `Relearned, 10 steps`, `Normal rows, 20 steps` or `8-bit weights`.
    ///
    /// @param treatment null for a model as it was made
    public static String brief(@Nullable Treatment treatment) {
        return switch (treatment) {
            case null -> Words.text("treatment.none");
            case Treatment.Relearned(int steps, boolean control, Relearning _) ->
                    Words.text(control ? "treatment.control" : "treatment.relearned", steps);
            case Treatment.Quantized(Quantization weights) ->
                    Words.text("treatment.quantized", weights.bits());
        };
    }

    /// As `LoRA r 8, 8 rows, 4 a step, rate 0.001`.
    public static String how(Relearning how) {
        String trained =
                switch (how.trained()) {
                    case Trained.Lora lora -> Words.text("relearning.lora", lora.rank());
                    case Trained.Full _ -> Words.text("relearning.full");
                };
        return Words.text(
                "relearning",
                trained,
                how.rows(),
                Math.min(how.batch(), how.rows()),
                Numerals.plain(how.learningRate()));
    }
}
