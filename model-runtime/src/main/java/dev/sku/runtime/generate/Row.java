package dev.sku.runtime.generate;

import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.Variant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/// A reply that is to be made.
public final class Row {
    private final CausalLm model;
    private final long[] prompt;
    private final int draw;
    private final Supplier<Variant> variant;
    private final Set<Integer> ends;

    /// @param model whose base the variants share
    /// @param draw which of the seed's random streams it draws from: the same one gives the same reply
    /// @param variant asked before every token, so that λ can change in the middle of a reply. It keeps its base and its kind.
    ///     Rows share a supplier where they share its weights
    public Row(CausalLm model, long[] prompt, int draw, Supplier<Variant> variant) {
        this(model, prompt, draw, variant, Set.of());
    }

    /// @param ends tokens that end the reply, besides those of the model's configuration
    public Row(
            CausalLm model, long[] prompt, int draw, Supplier<Variant> variant, Set<Integer> ends) {
        this.model = model;
        this.prompt = prompt.clone();
        this.draw = draw;
        this.variant = variant;
        this.ends = Set.copyOf(ends);
    }

    CausalLm model() {
        return model;
    }

    long[] prompt() {
        return prompt;
    }

    /// Tokens that end the reply.
    Set<Integer> ends() {
        Set<Integer> all = new HashSet<>(ends);
        all.addAll(model.config().eosTokenIds());
        return all;
    }

    int draw() {
        return draw;
    }

    Variant variant() {
        return variant.get();
    }

    /// Rows of one pass over the weights have the same: adapters and task vectors act a row each, weights that are combined
    /// when they are needed are one λ's.
    Object weights() {
        return switch (variant.get()) {
            case Variant.Plain p -> p.base();
            case Variant.Adapted a -> a.lora();
            case Variant.Subtracted s -> Generation.isOnePass(model, s) ? s.tau() : variant;
            case Variant.Negated _ -> variant;
        };
    }
}
