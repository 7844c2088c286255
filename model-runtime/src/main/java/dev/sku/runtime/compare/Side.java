package dev.sku.runtime.compare;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.SideFacts;
import dev.sku.protocol.SideSpec;
import dev.sku.protocol.Trained;
import dev.sku.runtime.model.AdapterFolder;
import dev.sku.runtime.model.StoredDifference;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.unlearn.NegationScale;
import dev.sku.runtime.unlearn.TaskVector;
import dev.sku.runtime.weights.Safetensors;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An open side: its base and what is combined with it at the λ of the moment, which any thread may change.
final class Side implements Supplier<Variant>, AutoCloseable {
    private final SideSpec spec;
    private final Place place;
    private final LoadedBase base;
    private final @Nullable StoredDifference difference;
    private final double sign;
    private volatile double lambda;

    private Side(
            SideSpec spec,
            Place place,
            LoadedBase base,
            @Nullable StoredDifference difference,
            double sign,
            double lambda) {
        this.spec = spec;
        this.place = place;
        this.base = base;
        this.difference = difference;
        this.sign = sign;
        this.lambda = lambda;
    }

    static Side open(SideSpec spec, Place place, LoadedBase base) {
        double lambda =
                NegationScale.of(spec.lambda() == null ? place.lambda() : spec.lambda()).lambda();
        if (place.kind() == SideFacts.Kind.MODEL || place.instruction() != null) {
            return new Side(spec, place, base, null, 1, 0);
        }
        if (place.trained() instanceof Trained.Full && base.model().quantized()) {
            throw ProblemException.of(Problem.Code.SIDE_QUANTIZED, spec.at());
        }
        if (place.trained() != null) {
            return new Side(spec, place, base, checkpoint(place, base), place.sign(), lambda);
        }
        if (place.difference().toFile().isFile()) {
            // Reading it proves that it belongs to this base.
            try (TaskVector tau = TaskVector.read(place.difference(), base.folder())) {
                StoredDifference stored =
                        StoredDifference.taskVector(
                                base.model(), Safetensors.read(place.difference()).tensors());
                assert !tau.names().isEmpty();
                return new Side(spec, place, base, stored, 1, lambda);
            }
        }
        AdapterFolder adapter = AdapterFolder.open(place.difference(), base.folder().config());
        return new Side(
                spec,
                place,
                base,
                StoredDifference.adapter(base.model(), adapter),
                TaskVector.signOf(adapter),
                lambda);
    }

    private static StoredDifference checkpoint(Place place, LoadedBase base) {
        Map<String, dev.sku.runtime.weights.TensorEntry> tensors =
                Safetensors.read(place.difference()).tensors();
        return switch (place.trained()) {
            case Trained.Lora lora ->
                    StoredDifference.adapters(base.model(), lora.rank(), lora.alpha(), tensors);
            case Trained.Full _ -> StoredDifference.trained(base.model(), tensors);
            case null -> throw new IllegalArgumentException(place.toString());
        };
    }

    /// The model at the λ of the moment.
    @Override
    public Variant get() {
        return at(lambda);
    }

    /// The model at some λ, apart from the side's own.
    Variant at(double other) {
        return difference == null
                ? new Variant.Plain(base.model().base())
                : difference.at(other * sign);
    }

    double lambda() {
        return lambda;
    }

    /// From the next token on.
    void setLambda(double next) {
        if (difference == null) {
            throw ProblemException.of(Problem.Code.SIDE_FIXED, spec.name());
        }
        lambda = NegationScale.of(next).lambda();
    }

    boolean isAdjustable() {
        return difference != null;
    }

    /// Of what is combined with the base.
    String fingerprint() {
        return place.fingerprint(base.folder());
    }

    /// What stands before each of its prompts; null for nothing.
    @Nullable String instruction() {
        return place.instruction();
    }

    LoadedBase base() {
        return base;
    }

    SideSpec spec() {
        return spec;
    }

    SideFacts facts(int baseNumber) {
        return new SideFacts(
                spec.name(),
                place.kind(),
                base.words(),
                lambda,
                difference != null,
                baseNumber,
                place.instruction());
    }

    @Override
    public void close() {
        if (difference != null) {
            difference.close();
        }
    }
}
