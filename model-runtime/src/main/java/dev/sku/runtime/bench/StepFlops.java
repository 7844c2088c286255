package dev.sku.runtime.bench;

import dev.sku.protocol.Trained;
import dev.sku.runtime.model.ModelConfig;
import dev.sku.runtime.unlearn.StepRows;
import java.util.List;
import java.util.Map;

/// Floating point operations that one step cannot do without: its matrix products, two operations a multiplication.
final class StepFlops {
    private StepFlops() {}

    static double of(ModelConfig config, Trained trained, StepRows rows) {
        double tokens = rows.packed().tokens();
        double normal = rows.divergenceIndex().length;
        double linear = linearWeights(config);
        double head = (double) config.vocabSize() * config.hiddenSize();
        double attention = attention(config, rows.packed().segments());
        double baseAttention = attention(config, rows.normal().segments());
        double logits = rows.index().length + normal;
        boolean full = trained instanceof Trained.Full;
        // Forward and the gradient of the input always; that of the weights where they are trained.
        double products = full ? 3 : 2;
        double flops =
                2 * linear * (products * tokens + normal)
                        + 2 * head * (products * logits + normal)
                        + 3 * attention
                        + baseAttention;
        if (trained instanceof Trained.Lora lora) {
            // x Aᵀ, · Bᵀ and the four products of their gradients.
            flops += 2 * 3 * tokens * adapterWeights(config, lora);
            // Nothing below the lowest layer's q, k and v wants their gradient.
            flops -= 2 * tokens * inputWeights(config);
        }
        return flops;
    }

    /// Causal scores and the mixing of values, forward: 2·2·D a pair of positions that see each other.
    private static double attention(ModelConfig config, long[] segments) {
        double pairs = 0;
        for (int i = 0; i < segments.length; ) {
            double prefix = segments[i];
            int answers = (int) segments[i + 1];
            pairs += prefix * (prefix + 1) / 2;
            for (int j = 0; j < answers; j++) {
                double own = segments[i + 2 + j];
                pairs += own * prefix + own * (own + 1) / 2;
            }
            i += 2 + answers;
        }
        return 4.0 * config.heads() * config.headDim() * config.layers() * pairs;
    }

    private static double linearWeights(ModelConfig config) {
        double all = 0;
        for (Map.Entry<String, List<Long>> tensor : config.tensorShapes().entrySet()) {
            boolean projection =
                    config.linearNames().stream()
                            .anyMatch(name -> tensor.getKey().endsWith(name + ".weight"));
            if (projection) {
                all += (double) tensor.getValue().get(0) * tensor.getValue().get(1);
            }
        }
        return all;
    }

    private static double inputWeights(ModelConfig config) {
        return (double) config.hiddenSize()
                * config.headDim()
                * (config.heads() + 2 * config.kvHeads());
    }

    private static double adapterWeights(ModelConfig config, Trained.Lora lora) {
        double all = 0;
        for (int layer = 0; layer < config.layers(); layer++) {
            for (String target : lora.targets()) {
                List<Long> shape =
                        config.tensorShapes().get(config.moduleName(layer, target) + ".weight");
                if (shape != null) {
                    all += lora.rank() * (double) (shape.get(0) + shape.get(1));
                }
            }
        }
        return all;
    }
}
