package dev.sku.runtime.unlearn;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.model.AdapterFolder;
import dev.sku.runtime.model.Leaf;
import dev.sku.runtime.model.Lora;
import dev.sku.runtime.model.TensorReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// τ of a LoRA run: (α/r)·B·A for each adapted projection.
public final class LowRankDifference implements TaskVector {
    /// Text in both files of a negated adapter: the λ that is folded into its B.
    static final String NEGATION_SCALE = "sku.negation_scale";

    /// @param a (r, in)
    /// @param b (out, r)
    record Pair(Value a, Value b) {}

    private final Scope scope = new Scope();
    private final Map<String, Pair> pairs = new HashMap<>();
    private final double factor;
    private final double sign;
    private final boolean signRecorded;

    private LowRankDifference(double factor, double sign, boolean signRecorded) {
        this.factor = factor;
        this.sign = sign;
        this.signRecorded = signRecorded;
    }

    /// @param lora adapters as they were trained; they stay the caller's
    /// @param sign +1 where they add τ to the base, −1 where they subtract it
    static LowRankDifference of(Lora lora, int sign) {
        LowRankDifference tau = new LowRankDifference(lora.scale() * sign, sign, true);
        TorchScript script = TensorReader.text();
        Map<String, Value> named = new HashMap<>();
        for (Leaf leaf : lora.leaves()) {
            for (Leaf.Part part : leaf.parts()) {
                named.put(part.name(), Leaf.view(tau.scope, script, leaf.tensor(), part));
            }
        }
        named.forEach((name, a) -> {
            String module = AdapterFolder.moduleOfA(name);
            if (module != null) {
                Value b = named.get(AdapterFolder.bName(module));
                if (b == null) {
                    throw new IllegalStateException("no B for " + name);
                }
                tau.pairs.put(module, new Pair(a, b));
            }
        });
        return tau;
    }

    /// An adapter folder.
    ///
    /// One that says nothing else holds the *acquired* adapter, as training leaves it: loading it at weight 1 gives the
    /// acquired model. One that [KnowledgeNegation] wrote says that −λ₀ is folded into its B: loading it gives the
    /// unlearned model, and τ is its product divided by −λ₀.
    static LowRankDifference of(AdapterFolder adapter) {
        String negatedAt = adapter.metadata().get(NEGATION_SCALE);
        double sign = signOf(adapter);
        LowRankDifference tau =
                new LowRankDifference(adapter.config().scale() * sign, sign, negatedAt != null);
        TensorReader reader = new TensorReader(TensorReader.text(), tau.scope);
        try {
            adapter.pairs()
                    .forEach((module, pair) ->
                            tau.pairs.put(
                                    module,
                                    new Pair(reader.float32(pair.a()), reader.float32(pair.b()))));
        } catch (RuntimeException e) {
            tau.close();
            throw e;
        }
        return tau;
    }

    static double signOf(AdapterFolder adapter) {
        return sign(adapter, adapter.metadata().get(NEGATION_SCALE));
    }

    private static double sign(AdapterFolder adapter, @Nullable String negatedAt) {
        if (negatedAt == null) {
            return 1;
        }
        double folded;
        try {
            folded = Double.parseDouble(negatedAt);
        } catch (NumberFormatException e) {
            folded = Double.NaN;
        }
        if (folded == 0 || Double.isNaN(folded) || Double.isInfinite(folded)) {
            throw ProblemException.of(
                    Problem.Code.ADAPTER_INVALID,
                    adapter.path(),
                    "it was negated at scale %s, from which nothing can be recovered"
                            .formatted(negatedAt));
        }
        return -1 / folded;
    }

    /// By module name, without `.weight`.
    Map<String, Pair> pairs() {
        return pairs;
    }

    /// What B is multiplied by to be that of the acquired adapter: 1, or −1/λ₀ where −λ₀ is folded into it.
    double sign() {
        return sign;
    }

    /// Whether the adapter said itself what was folded into it; otherwise it is only taken to be an acquired one.
    public boolean isSignRecorded() {
        return signRecorded;
    }

    @Override
    public Set<String> names() {
        return pairs.keySet().stream()
                .map(module -> module + ".weight")
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    @Override
    public Value rows(Scope out, TorchScript script, Rows wanted) {
        String name = wanted.name();
        Pair pair = pairs.get(name.substring(0, name.length() - ".weight".length()));
        if (pair == null) {
            throw new IllegalArgumentException(name);
        }
        try (Scope step = new Scope()) {
            Value b = script.call(step, "rows", pair.b(), wanted.begin(), wanted.count());
            return script.call(out, "product", b, pair.a(), factor);
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
