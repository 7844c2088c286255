package dev.sku.runtime.model;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The layout of `llama.torchscript`.
record Llama(LlamaConfig config) implements Architecture {
    @Override
    public String script() {
        return "llama.torchscript";
    }

    @Override
    public Map<String, Object> constants() {
        return Map.of(
                "heads",
                (long) config.heads(),
                "kv_heads",
                (long) config.kvHeads(),
                "head_dim",
                (long) config.headDim(),
                "eps",
                config.rmsEps(),
                "pad",
                Architecture.padOrNone(config),
                "cpu_attention",
                true);
    }

    @Override
    public List<Slot> globals() {
        String tokens = "model.embed_tokens.weight";
        return List.of(
                Slot.of(tokens),
                Slot.of(config.tied() ? tokens : "lm_head.weight"),
                Slot.of("model.norm.weight"),
                Slot.absent(),
                Slot.absent(),
                Slot.absent(),
                Slot.absent());
    }

    @Override
    public List<Slot> layer(int index, boolean stacked) {
        String p = layerPrefix(index);
        List<Slot> slots = new ArrayList<>();
        slots.add(Slot.of(p + "input_layernorm.weight"));
        slots.add(Slot.of(p + "self_attn.o_proj.weight"));
        slots.add(Slot.of(p + "post_attention_layernorm.weight"));
        slots.add(Slot.of(p + "mlp.down_proj.weight"));
        Slot gateUp = Slot.of(p + "mlp.gate_proj.weight", p + "mlp.up_proj.weight");
        Slot qkv =
                Slot.of(
                        p + "self_attn.q_proj.weight",
                        p + "self_attn.k_proj.weight",
                        p + "self_attn.v_proj.weight");
        for (Slot together : List.of(gateUp, qkv)) {
            slots.addAll(
                    stacked ? List.of(together) : together.names().stream().map(Slot::of).toList());
        }
        return slots;
    }

    @Override
    public String layerPrefix(int index) {
        return "model.layers." + index + ".";
    }

    @Override
    public List<AdapterGroup> adapterGroups() {
        int d = config.hiddenSize();
        int f = config.intermediateSize();
        int q = config.heads() * config.headDim();
        int kv = config.kvHeads() * config.headDim();
        return List.of(
                new AdapterGroup(
                        d,
                        List.of(
                                new AdapterGroup.Projection("self_attn.q_proj", q),
                                new AdapterGroup.Projection("self_attn.k_proj", kv),
                                new AdapterGroup.Projection("self_attn.v_proj", kv))),
                new AdapterGroup(q, List.of(new AdapterGroup.Projection("self_attn.o_proj", d))),
                new AdapterGroup(
                        d,
                        List.of(
                                new AdapterGroup.Projection("mlp.gate_proj", f),
                                new AdapterGroup.Projection("mlp.up_proj", f))),
                new AdapterGroup(f, List.of(new AdapterGroup.Projection("mlp.down_proj", d))));
    }

    @Override
    public int padPosition(int index) {
        return index;
    }

    /// cos and sin of position · frequency: (maxPositions, headDim / 2) each, computed as Hugging Face does: inverse
    /// frequencies and angles in float32.
    @Override
    public Value tables(Scope scope) {
        float[] frequencies = RotaryFrequencies.of(config);
        int half = frequencies.length;
        int positions = config.maxPositions();
        float[] cos = new float[positions * half];
        float[] sin = new float[positions * half];
        for (int p = 0; p < positions; p++) {
            for (int i = 0; i < half; i++) {
                float angle = frequencies[i] * p;
                cos[p * half + i] = (float) Math.cos(angle);
                sin[p * half + i] = (float) Math.sin(angle);
            }
        }
        return scope.list(
                List.of(scope.tensor(cos, positions, half), scope.tensor(sin, positions, half)));
    }
}
