package dev.sku.runtime.model;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The layout of `opt.torchscript`.
record Opt(OptConfig config) implements Architecture {
    private static final String DECODER = "model.decoder.";

    @Override
    public String script() {
        return "opt.torchscript";
    }

    @Override
    public Map<String, Object> constants() {
        return Map.of(
                "heads",
                (long) config.heads(),
                "kv_heads",
                (long) config.heads(),
                "head_dim",
                (long) config.headDim(),
                "eps",
                OptConfig.LAYER_NORM_EPS,
                "pre_norm",
                config.preLayerNorm(),
                "pad",
                Architecture.padOrNone(config),
                "cpu_attention",
                true);
    }

    @Override
    public List<Slot> globals() {
        String tokens = DECODER + "embed_tokens.weight";
        boolean projected = config.projectsEmbeddings();
        return List.of(
                Slot.of(tokens),
                Slot.of(config.tied() ? tokens : "lm_head.weight"),
                when(config.finalLayerNorm(), DECODER + "final_layer_norm.weight"),
                when(config.finalLayerNorm(), DECODER + "final_layer_norm.bias"),
                Slot.of(DECODER + "embed_positions.weight"),
                when(projected, DECODER + "project_in.weight"),
                when(projected, DECODER + "project_out.weight"));
    }

    private static Slot when(boolean present, String name) {
        return present ? Slot.of(name) : Slot.absent();
    }

    @Override
    public List<Slot> layer(int index, boolean stacked) {
        String p = layerPrefix(index);
        List<Slot> slots = new ArrayList<>();
        for (String module :
                List.of(
                        "self_attn_layer_norm",
                        "self_attn.out_proj",
                        "final_layer_norm",
                        "fc1",
                        "fc2")) {
            slots.add(Slot.of(p + module + ".weight"));
            slots.add(Slot.of(p + module + ".bias"));
        }
        for (String kind : List.of(".weight", ".bias")) {
            Slot all =
                    Slot.of(
                            p + "self_attn.q_proj" + kind,
                            p + "self_attn.k_proj" + kind,
                            p + "self_attn.v_proj" + kind);
            slots.addAll(stacked ? List.of(all) : all.names().stream().map(Slot::of).toList());
        }
        return slots;
    }

    @Override
    public String layerPrefix(int index) {
        return DECODER + "layers." + index + ".";
    }

    @Override
    public List<AdapterGroup> adapterGroups() {
        int d = config.hiddenSize();
        int f = config.ffnDim();
        return List.of(
                new AdapterGroup(
                        d,
                        List.of(
                                new AdapterGroup.Projection("self_attn.q_proj", d),
                                new AdapterGroup.Projection("self_attn.k_proj", d),
                                new AdapterGroup.Projection("self_attn.v_proj", d))),
                new AdapterGroup(d, List.of(new AdapterGroup.Projection("self_attn.out_proj", d))),
                new AdapterGroup(d, List.of(new AdapterGroup.Projection("fc1", f))),
                new AdapterGroup(f, List.of(new AdapterGroup.Projection("fc2", d))));
    }

    /// OPT counts positions over the attention mask, which leaves every pad just before the first.
    @Override
    public int padPosition(int index) {
        return -1;
    }

    @Override
    public Value tables(Scope scope) {
        return scope.list(List.of());
    }
}
