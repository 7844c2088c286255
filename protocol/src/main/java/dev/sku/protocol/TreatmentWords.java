package dev.sku.protocol;

/// What a treatment is called in tables and figures, in English.
public final class TreatmentWords {
    private TreatmentWords() {}

    /// `relearned, 10 steps`, `normal rows, 20 steps`, `8-bit weights`.
    public static String brief(Treatment treatment) {
        return switch (treatment) {
            case Treatment.Relearned(int steps, boolean control, Relearning _) ->
                    "%s, %,d %s"
                            .formatted(
                                    control ? "normal rows" : "relearned",
                                    steps,
                                    steps == 1 ? "step" : "steps");
            case Treatment.Quantized(Quantization weights) -> weights.bits() + "-bit weights";
        };
    }

    /// `LoRA r 8, 8 rows, 4 a step, rate 0.001`.
    public static String how(Relearning how) {
        String trained =
                switch (how.trained()) {
                    case Trained.Lora lora -> "LoRA r " + lora.rank();
                    case Trained.Full _ -> "all tensors";
                };
        return "%s, %,d %s, %,d a step, rate %s"
                .formatted(
                        trained,
                        how.rows(),
                        how.rows() == 1 ? "row" : "rows",
                        Math.min(how.batch(), how.rows()),
                        Numbers.exact(how.learningRate()));
    }
}
