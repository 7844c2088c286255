package dev.sku.app;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Presets;
import dev.sku.protocol.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The places that the sample's preset names, with nothing in them: enough for a draft without faults.
public final class SampleFiles {
    private SampleFiles() {}

    public static Path in(Path sample) throws IOException {
        RunSpec spec = Presets.SAMPLE.spec(sample);
        Files.createDirectories(Path.of(spec.model().folder()));
        DataSpec data = spec.data();
        List<String> files =
                Stream.of(data.harmful(), data.normal(), data.unseenHarmful(), data.unseenNormal())
                        .filter(Objects::nonNull)
                        .flatMap(Collection::stream)
                        .toList();
        for (String file : files) {
            Files.createDirectories(Path.of(file).resolveSibling(""));
            Files.writeString(Path.of(file), "");
        }
        return sample;
    }
}
