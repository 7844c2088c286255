package dev.sku.runtime.inputs;

import dev.sku.protocol.Finding;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.Inquiry.RowsOf;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.MemoryEstimate.Device;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SideSpec;
import dev.sku.protocol.SpecCheck;
import dev.sku.runtime.compare.SideSizes;
import dev.sku.runtime.data.DataFiles;
import dev.sku.runtime.engine.Devices;
import dev.sku.runtime.engine.Nvml;
import dev.sku.runtime.hub.HubCache;
import dev.sku.runtime.hub.HubSettings;
import dev.sku.runtime.model.MeasuringModels;
import dev.sku.runtime.tradeoff.RunPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers inquiries; keeps the rows of the last few files. Safe for threads.
public final class InputReading {
    private static final int MOST_OPEN = 3;
    private static final int MOST_ROWS = 500;

    private final Map<Opened, OpenedRows> open = new LinkedHashMap<>(8, .75f, true);

    /// A file as it was when it was opened: one that has changed is read anew.
    private record Opened(RowsOf of, long bytes, long modified) {
        static Opened now(RowsOf of) {
            Path file = Path.of(of.file());
            try {
                return new Opened(of, Files.size(file), Files.getLastModifiedTime(file).toMillis());
            } catch (IOException _) {
                return new Opened(of, -1, -1); // reading it says why
            }
        }
    }

    /// @throws ProblemException in words for the person who asked
    public Finding answer(Inquiry<?> inquiry) throws InterruptedException {
        return switch (inquiry) {
            case Inquiry.Model(String folder) -> ModelFacts.of(Path.of(folder));
            case Inquiry.Details(String folder) -> ModelDetails.of(Path.of(folder));
            case Inquiry.Secrets(List<String> variables) -> secrets(variables);
            case Inquiry.Measuring(JudgeSpec judge, @Nullable String encoder) ->
                    new Finding.Measuring(MeasuringModels.of(judge, encoder));
            case Inquiry.Sides(List<SideSpec> sides) -> SideSizes.of(sides);
            case Inquiry.Cached _ ->
                    new Finding.Cached(HubCache.of(System.getenv(), home()).models());
            case Inquiry.Columns(String file) -> columns(Path.of(file));
            case Inquiry.Rows(RowsOf of, Inquiry.Page page, int counted) ->
                    rows(of).page(atMost(page), counted);
            case Inquiry.Prompt(RowsOf of, int index) -> rows(of).prompt(index);
            case Inquiry.Devices _ -> new Finding.Devices(devices());
            case Inquiry.Missing(RunSpec spec) -> new Finding.Missing(SpecCheck.files(spec));
            case Inquiry.Places(List<String> paths) ->
                    new Finding.Places(paths.stream().map(InputReading::place).toList());
            case Inquiry.Spec(String run) ->
                    new Finding.Spec(RunFolder.open(Path.of(run)).readSpec());
            case Inquiry.Points(String run) -> RunPoints.of(RunFolder.open(Path.of(run)));
        };
    }

    private static Finding.Place place(String path) {
        Path at = Path.of(path).toAbsolutePath().normalize();
        return new Finding.Place(
                at.toString(),
                Files.isDirectory(at)
                        ? Finding.Place.Kind.FOLDER
                        : Files.exists(at) ? Finding.Place.Kind.FILE : Finding.Place.Kind.NONE);
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home"));
    }

    private static Finding.Secrets secrets(List<String> variables) {
        return new Finding.Secrets(
                HubSettings.of(System.getenv(), home()).token() != null,
                variables.stream()
                        .filter(v -> !System.getenv().getOrDefault(v, "").isBlank())
                        .toList());
    }

    private static Finding.Columns columns(Path file) {
        List<String> names = DataFiles.columns(file);
        return new Finding.Columns(
                names,
                DataFiles.layout(names)
                        .map(side ->
                                switch (side) {
                                    case HARMFUL -> Inquiry.Side.HARMFUL;
                                    case NORMAL -> Inquiry.Side.NORMAL;
                                })
                        .orElse(null));
    }

    private static Inquiry.Page atMost(Inquiry.Page page) {
        return new Inquiry.Page(
                page.view(), page.words(), page.from(), Math.clamp(page.count(), 0, MOST_ROWS));
    }

    private synchronized OpenedRows rows(RowsOf of) {
        Opened key = Opened.now(of);
        OpenedRows known = open.get(key);
        if (known != null) {
            return known;
        }
        OpenedRows rows = new OpenedRows(of);
        open.put(key, rows);
        if (open.size() > MOST_OPEN) {
            Opened oldest = open.keySet().iterator().next();
            OpenedRows old = open.remove(oldest);
            if (old != null) {
                old.close();
            }
        }
        return rows;
    }

    private static List<DeviceSeen> devices() {
        List<DeviceSeen> all = new ArrayList<>();
        for (Nvml.Card card : Nvml.cards()) {
            all.add(
                    new DeviceSeen(
                            new Device(
                                    "cuda:" + card.index(),
                                    Math.max(0, card.totalBytes()),
                                    Math.max(0, card.freeBytes())),
                            card.name()));
        }
        all.add(
                new DeviceSeen(
                        Devices.cpu(),
                        "%d cores".formatted(Runtime.getRuntime().availableProcessors())));
        return all;
    }
}
