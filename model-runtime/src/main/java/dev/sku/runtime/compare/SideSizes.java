package dev.sku.runtime.compare;

import dev.sku.protocol.Finding;
import dev.sku.protocol.ModelShape;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.SideSize;
import dev.sku.protocol.SideSpec;
import dev.sku.protocol.Trained;
import dev.sku.runtime.model.AdapterFolder;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.weights.Safetensors;
import dev.sku.runtime.weights.TensorEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/// How large sides are and what their runs asked, from the headers of their files: nothing is loaded.
public final class SideSizes {
    private SideSizes() {}

    /// @throws ProblemException where a side's files are not what a side can be
    public static Finding.Sides of(List<SideSpec> sides) {
        List<Place> places = sides.stream().map(Place::of).toList();
        return new Finding.Sides(
                places.stream().map(SideSizes::of).toList(),
                places.stream().map(Place::template).toList());
    }

    private static SideSize of(Place place) {
        ModelFolder base = ModelFolder.open(place.base());
        ModelShape shape = base.config().shape(base.dtype());
        String at = place.base().toString();
        Path difference = place.difference();
        if (Files.isRegularFile(difference)) {
            Collection<TensorEntry> tensors = Safetensors.read(difference).tensors().values();
            long elements = tensors.stream().mapToLong(TensorEntry::elements).sum();
            if (place.trained() instanceof Trained.Lora) {
                return new SideSize(at, shape, elements, 0, 0, false);
            }
            long bytes = tensors.stream().mapToLong(TensorEntry::bytes).sum();
            int each = (int) Math.ceilDiv(bytes, Math.max(1, elements));
            return new SideSize(at, shape, 0, elements, each, place.trained() != null);
        }
        if (difference.equals(place.base())) {
            return new SideSize(at, shape, 0, 0, 0, false);
        }
        long adapters =
                AdapterFolder.open(difference, base.config()).pairs().values().stream()
                        .mapToLong(pair -> pair.a().elements() + pair.b().elements())
                        .sum();
        return new SideSize(at, shape, adapters, 0, 0, false);
    }
}
