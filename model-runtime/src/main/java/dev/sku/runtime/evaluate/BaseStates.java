package dev.sku.runtime.evaluate;

import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.PackedRows;
import dev.sku.runtime.model.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Mean-pooled last hidden states of the base.
///
/// The text's own tokens are pooled, not the special ones in front, whose states are large and the same for all. A decoder's
/// states point roughly the same way for all texts, so that the cosine is high even for unlike ones: compare it with that of
/// the base on the same rows, never with another model's.
final class BaseStates implements TextVectors {
    private final CausalLm model;
    private final Variant base;
    private final TextTokenizer tokenizer;
    private final int special;

    BaseStates(CausalLm model, TextTokenizer tokenizer) {
        this.model = model;
        this.base = new Variant.Plain(model.base());
        this.tokenizer = tokenizer;
        this.special = tokenizer.around().leading();
    }

    @Override
    public long[] tokens(String text) {
        long[] ids = tokenizer.encode(text);
        int most = model.config().maxPositions();
        return ids.length > most ? Arrays.copyOf(ids, most) : ids;
    }

    @Override
    public List<double[]> of(List<long[]> texts) {
        float[] states = model.hiddenStates(PackedRows.of(texts), base); // (T, E)
        int tokens = texts.stream().mapToInt(r -> r.length).sum();
        int width = tokens == 0 ? 0 : states.length / tokens;
        List<double[]> vectors = new ArrayList<>();
        int at = 0;
        for (long[] text : texts) {
            double[] mean = new double[text.length > special ? width : 0];
            for (int t = special; t < text.length; t++) {
                for (int i = 0; i < width; i++) {
                    mean[i] += states[(at + t) * width + i] / (double) (text.length - special);
                }
            }
            vectors.add(mean);
            at += text.length;
        }
        return vectors;
    }
}
