package dev.sku.protocol;

import java.util.List;

/// How large low-rank adapters are on a model of some shape.
public record AdapterSize(Trained.Lora lora, ModelShape shape) {
    /// Elements on all layers that are adapted.
    public long elements() {
        List<Integer> chosen = lora.layers();
        return (chosen == null ? shape.layers() : chosen.size()) * ofLayer();
    }

    /// Elements of one layer's adapters.
    long ofLayer() {
        long elements = 0;
        for (String target : targets()) {
            elements += (long) lora.rank() * (inputWidth(target) + outputWidth(target));
        }
        return elements;
    }

    /// The projections of a layer that are adapted.
    List<String> targets() {
        List<String> all =
                shape.family() == ModelShape.Family.OPT ? Projections.OPT : Projections.LLAMA;
        return lora.targets().contains(Projections.ALL_LINEAR)
                ? all
                : lora.targets().stream().filter(all::contains).toList();
    }

    long inputWidth(String target) {
        return switch (target) {
            case "fc2", "down_proj" -> shape.ffn();
            case "o_proj", "out_proj" -> shape.attentionWidth();
            default -> shape.hidden();
        };
    }

    private long outputWidth(String target) {
        return switch (target) {
            case "fc1", "gate_proj", "up_proj" -> shape.ffn();
            case "q_proj" -> shape.attentionWidth();
            case "k_proj", "v_proj" -> (long) shape.kvHeads() * shape.headWidth();
            default -> shape.hidden();
        };
    }
}
