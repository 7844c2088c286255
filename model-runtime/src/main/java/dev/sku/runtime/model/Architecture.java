package dev.sku.runtime.model;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.Value;
import java.util.List;
import java.util.Map;

/// Where a checkpoint's tensors go in the text of its architecture. The slot numbers are those of the `.torchscript` files.
public sealed interface Architecture permits Opt, Llama {
    /// Slots of the globals that the shared text knows.
    int EMBED_TOKENS = 0;

    int HEAD = 1;

    int EMBED_POSITIONS = 4;

    int PROJECT_IN = 5;

    static Architecture of(ModelConfig config) {
        return switch (config) {
            case OptConfig opt -> new Opt(opt);
            case LlamaConfig llama -> new Llama(llama);
        };
    }

    /// The resource with the architecture's own text.
    String script();

    /// Attributes of the text's module.
    Map<String, Object> constants();

    /// The token whose embedding is not trained by the rows it stands in; −1 for none.
    static long padOrNone(ModelConfig config) {
        Integer pad = config.padTokenId();
        return pad == null ? -1 : pad;
    }

    List<Slot> globals();

    /// @param stacked q, k, v (and gate, up) as one tensor: faster for small widths, but not a view of a mapped file
    List<Slot> layer(int index, boolean stacked);

    /// `model.layers.3.`: what stands before a tensor's name within its layer.
    String layerPrefix(int index);

    /// In the order of the text's adapter slots.
    List<AdapterGroup> adapterGroups();

    /// The position that Hugging Face gives a masked pad at an index of a row padded on the right.
    int padPosition(int index);

    /// Position tables that layers read; a `List[Tensor]`.
    Value tables(Scope scope);
}
