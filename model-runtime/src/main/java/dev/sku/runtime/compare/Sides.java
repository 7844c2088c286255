package dev.sku.runtime.compare;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.SideFacts;
import dev.sku.protocol.SideSpec;
import dev.sku.runtime.engine.CudaLibraries;
import dev.sku.runtime.engine.LibTorch;
import dev.sku.runtime.model.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The open sides of a comparison. Those of one base share its only copy in memory.
public final class Sides implements AutoCloseable {
    /// A token of a smaller model is too little work to be shared between threads.
    private static final long SMALL = 20_000_000;

    private final Map<Path, LoadedBase> bases = new LinkedHashMap<>();
    private volatile List<Side> sides = List.of();
    private String device = "";
    private int processors;
    private Quantization quantization = Quantization.NONE;

    /// Opens these sides in place of those that were open; bases that stay are not loaded again.
    ///
    /// @throws dev.sku.protocol.ProblemException naming the side's file at fault; the sides before stay open
    public List<SideFacts> open(List<SideSpec> specs, String on, Quantization held) {
        CudaLibraries.useFor(on);
        List<Place> places = specs.stream().map(Place::of).toList();
        if (!on.equals(device) || held != quantization) {
            close();
            device = on;
            quantization = held;
        }
        List<Side> next = new ArrayList<>();
        try {
            for (int i = 0; i < specs.size(); i++) {
                LoadedBase base = bases.get(places.get(i).base());
                if (base == null) {
                    base = LoadedBase.load(places.get(i).base(), on, held);
                    bases.put(places.get(i).base(), base);
                }
                next.add(Side.open(specs.get(i), places.get(i), base));
            }
        } catch (RuntimeException e) {
            next.forEach(Side::close);
            throw e;
        }
        List<Side> before = sides;
        sides = List.copyOf(next);
        before.forEach(Side::close);
        bases.entrySet()
                .removeIf(e -> {
                    boolean used = sides.stream().anyMatch(s -> s.base().equals(e.getValue()));
                    if (!used) {
                        e.getValue().close();
                    }
                    return !used;
                });
        boolean small = bases.values().stream().allMatch(b -> b.folder().parameters() < SMALL);
        if (processors == 0) {
            processors = LibTorch.threads();
        }
        LibTorch.setThreads(small ? 1 : processors);
        return facts();
    }

    /// A lone side gets its base beside it, which comes first.
    public static List<SideSpec> withBase(List<SideSpec> specs, String baseName) {
        if (specs.size() != 1) {
            return specs;
        }
        Place place = Place.of(specs.getFirst());
        return place.kind() == SideFacts.Kind.MODEL
                ? specs
                : List.of(
                        new SideSpec(baseName, place.base().toString(), null, null),
                        specs.getFirst());
    }

    public List<SideFacts> facts() {
        List<LoadedBase> numbered = List.copyOf(bases.values());
        return sides.stream().map(s -> s.facts(numbered.indexOf(s.base()))).toList();
    }

    /// From the side's next token on; any thread may call it.
    public void setLambda(int side, double lambda) {
        side(side).setLambda(lambda);
    }

    /// What a side's model is made of.
    public LoadedBase base(int side) {
        return side(side).base();
    }

    /// Of what a side combines with its base.
    public String fingerprint(int side) {
        return side(side).fingerprint();
    }

    /// A side's model at some λ; of a side without λ, the model as it is.
    public Variant at(int side, double lambda) {
        return side(side).at(lambda);
    }

    /// @throws ProblemException `USAGE_INVALID` where there is none of this number
    Side side(int number) {
        List<Side> open = sides;
        if (number < 0 || number >= open.size()) {
            throw ProblemException.of(
                    Problem.Code.USAGE_INVALID,
                    "There is no side %d: %d are open.".formatted(number + 1, open.size()));
        }
        return open.get(number);
    }

    List<Side> all() {
        return sides;
    }

    @Override
    public void close() {
        sides.forEach(Side::close);
        sides = List.of();
        bases.values().forEach(LoadedBase::close);
        bases.clear();
    }
}
