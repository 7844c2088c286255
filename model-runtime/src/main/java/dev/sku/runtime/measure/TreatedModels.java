package dev.sku.runtime.measure;

import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.Relearning;
import dev.sku.protocol.Treatment;
import dev.sku.runtime.data.RunData;
import dev.sku.runtime.data.TokenRow;
import dev.sku.runtime.evaluate.Evaluation.Subject;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.unlearn.RelearnedModel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What treatments make of one unlearned model. All of it is in memory, one after the other, and is written nowhere.
final class TreatedModels implements AutoCloseable {
    private final CausalLm base;
    private final Variant unlearned;
    private final RunData data;
    private @Nullable CausalLm merged;
    private @Nullable CausalLm quantized;
    private @Nullable RelearnedModel relearned;
    private boolean control;

    /// @param data whose rows are trained on
    TreatedModels(CausalLm base, Variant unlearned, RunData data) {
        this.base = base;
        this.unlearned = unlearned;
        this.data = data;
    }

    /// The rows that a model is trained on again.
    ///
    /// @throws ProblemException `DATA_TOO_FEW`
    static List<TokenRow> rows(RunData data, Relearning how, boolean control) {
        return control
                ? RelearnedModel.drawn(data.normal().tokens(), how, "normal")
                : RelearnedModel.drawn(data.harmful().tokens(), how, "harmful");
    }

    /// The model before is closed; treatments of the same kind are best asked in the order of their steps.
    ///
    /// @return empty where it was cancelled
    Optional<Subject> after(Treatment treatment, BooleanSupplier cancelled) {
        closeQuantized();
        return switch (treatment) {
            case Treatment.Quantized(Quantization weights) -> {
                CausalLm held = base.merged(unlearned, weights);
                quantized = held;
                yield Optional.of(new Subject(held, new Variant.Plain(held.base())));
            }
            case Treatment.Relearned wanted -> relearned(wanted, cancelled);
        };
    }

    private Optional<Subject> relearned(Treatment.Relearned wanted, BooleanSupplier cancelled) {
        RelearnedModel now = relearned;
        if (now == null || control != wanted.control() || now.steps() > wanted.steps()) {
            closeRelearned();
            now =
                    new RelearnedModel(
                            merged(), wanted.how(), rows(data, wanted.how(), wanted.control()));
            relearned = now;
            control = wanted.control();
        }
        while (now.steps() < wanted.steps()) {
            if (cancelled.getAsBoolean()) {
                return Optional.empty();
            }
            now.step();
        }
        return Optional.of(new Subject(merged(), now.variant()));
    }

    private CausalLm merged() {
        if (merged == null) {
            merged = base.merged(unlearned, Quantization.NONE);
        }
        return Objects.requireNonNull(merged);
    }

    private void closeQuantized() {
        if (quantized != null) {
            quantized.close();
            quantized = null;
        }
    }

    private void closeRelearned() {
        if (relearned != null) {
            relearned.close();
            relearned = null;
        }
    }

    @Override
    public void close() {
        closeQuantized();
        closeRelearned();
        if (merged != null) {
            merged.close();
            merged = null;
        }
    }
}
