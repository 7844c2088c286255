package dev.sku.runtime.measure;

import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.MeasuredReply;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import dev.sku.runtime.weights.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The points of a run: `evaluations/<key>.json`, each with its replies in `<key>.replies.ndjson`.
///
/// The replies are written first, so that a point that is there has them.
public record MeasuredPoints(RunFolder run) {
    /// A file that cannot be read as a point is none, and is measured again.
    Optional<MeasuredPoint> find(String key) {
        Path file = run.evaluations().resolve(key + ".json");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(file)).filter(p -> p.key().equals(key));
        } catch (ProblemException _) {
            return Optional.empty();
        }
    }

    /// @param replies none where they are not to be kept
    void keep(MeasuredPoint point, List<MeasuredReply> replies) {
        try {
            Files.createDirectories(run.evaluations());
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(run.evaluations(), e), e);
        }
        if (!replies.isEmpty()) {
            StringBuilder lines = new StringBuilder();
            replies.forEach(reply -> lines.append(Wire.line(reply)).append('\n'));
            write(replies(point), lines.toString());
        }
        write(run.evaluations().resolve(point.key() + ".json"), Wire.pretty(point));
    }

    /// Where a point's replies lie.
    public Path replies(MeasuredPoint point) {
        return run.evaluations().resolve(point.key() + ".replies.ndjson");
    }

    /// Of models as they were made, by step and λ.
    ///
    /// @throws ProblemException naming a file that is no point
    public List<MeasuredPoint> all() {
        return read().stream().filter(p -> p.treatment() == null).toList();
    }

    /// Of models to which something was done first, as the others.
    public List<MeasuredPoint> treated() {
        return read().stream().filter(p -> p.treatment() != null).toList();
    }

    private List<MeasuredPoint> read() {
        if (!Files.isDirectory(run.evaluations())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(run.evaluations())) {
            return files.filter(f -> f.getFileName().toString().matches("[0-9a-f]{64}\\.json"))
                    .map(MeasuredPoints::read)
                    .sorted(
                            Comparator.comparing((MeasuredPoint p) -> p.conditions().judge())
                                    .thenComparingInt(MeasuredPoint::step)
                                    .thenComparingDouble(MeasuredPoint::lambda)
                                    .thenComparing(MeasuredPoint::key))
                    .toList();
        } catch (IOException e) {
            throw new ProblemException(Problem.ofRead(run.evaluations(), e), e);
        }
    }

    private static MeasuredPoint read(Path file) {
        return Wire.read(WholeFile.read(file), MeasuredPoint.class, file.toString());
    }

    private static void write(Path file, String text) {
        AtomicFiles.writeFile(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
