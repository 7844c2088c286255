package dev.sku.runtime.cli;

import dev.sku.figures.Figure;
import dev.sku.figures.FigureFormat;
import dev.sku.figures.FigureSpec;
import dev.sku.figures.Measure;
import dev.sku.figures.PointGroup;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import dev.sku.runtime.tradeoff.RunPoints;
import dev.sku.runtime.tradeoff.RunsOf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sku plot FOLDER… --out FILE`: what was measured of runs, as a figure or a table.
@Command(
        name = "plot",
        description =
                "Draw what was measured of runs: harm against use, over λ and steps, with the Pareto front.")
final class PlotCommand implements Callable<Integer> {
    @Mixin Output output = new Output();

    @Mixin PlotOptions options = new PlotOptions();

    @Parameters(
            paramLabel = "FOLDER",
            arity = "0..*",
            description = "Runs, workspaces, sweeps, or folders of runs; or a saved .figure.json.")
    List<Path> given = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            split = ",",
            description =
                    "Where to; the ending says as what: .pdf, .svg, .png, .tex (TikZ), .table.tex, .csv, .md, .figure.json.")
    List<Path> out = List.of();

    @Option(
            names = "--figure",
            paramLabel = "FILE",
            description = "A figure file: draw that figure again, but for what is said here.")
    @Nullable Path figureFile;

    @Option(
            names = "--group",
            paramLabel = "N",
            description =
                    "Which of the groups of points that were measured alike (1, the largest).")
    int group = 1;

    @Option(
            names = "--max-lambda",
            paramLabel = "λ",
            description = "Leave out points beyond it, which stretch the axes.")
    double maxLambda = Double.POSITIVE_INFINITY;

    @Option(
            names = "--dpi",
            paramLabel = "N",
            description = "Pixels an inch of a PNG (${DEFAULT-VALUE}).")
    double dotsPerInch = 300;

    @Option(
            names = "--at-most",
            paramLabel = "PERCENT",
            description = "Harmful or broken replies at which tables compare (${DEFAULT-VALUE}).")
    double atMost = 5;

    @Option(
            names = "--rebound",
            description =
                    "What brings harm back: the same as -x harmful -y tried. Over steps: -x relearned -y harmful.")
    boolean rebound;

    @Option(names = "--measures", description = "List the measures and end.")
    boolean listMeasures;

    @Override
    public Integer call() {
        Console console = output.console();
        if (listMeasures) {
            for (Measure measure : Measure.values()) {
                console.line("%-22s %s".formatted(measure.key(), measure.words()));
            }
            return 0;
        }
        List<Path> folders = given.stream().filter(f -> !isFigure(f)).toList();
        given.stream().filter(PlotCommand::isFigure).forEach(f -> figureFile = f);
        List<String> runs = new ArrayList<>();
        for (Path folder : folders) {
            RunsOf found = RunsOf.folder(folder.toAbsolutePath().normalize());
            found.runs().forEach(run -> runs.add(run.toString()));
            found.names().forEach(options.names::putIfAbsent);
        }
        FigureSpec spec = options.over(start(runs), runs);
        if (spec.data().runs().isEmpty()) {
            throw ProblemException.of(
                    Problem.Code.USAGE_INVALID,
                    "Name at least one folder of runs, or a figure file.");
        }
        if (dotsPerInch < 30 || dotsPerInch > 2400) {
            throw ProblemException.of(
                    Problem.Code.USAGE_INVALID, "--dpi must be between 30 and 2400.");
        }
        out.forEach(FigureFormat::of);
        out.forEach(WholeFile::requireWritable);
        Figure figure = figure(spec, console);
        describe(figure, console);
        write(figure, console);
        output.result(report(figure));
        return 0;
    }

    private static boolean isFigure(Path given) {
        return given.toString().endsWith(FigureFormat.FIGURE.ending());
    }

    private FigureSpec start(List<String> runs) {
        return figureFile == null
                ? rebound ? FigureSpec.rebound(runs) : FigureSpec.usual(runs)
                : Wire.read(WholeFile.read(figureFile), FigureSpec.class, figureFile.toString());
    }

    private Figure figure(FigureSpec spec, Console console) {
        List<Finding.Points> read = new ArrayList<>();
        for (String run : spec.data().runs()) {
            read.add(upTo(RunPoints.of(RunFolder.open(Path.of(run)))));
        }
        List<PointGroup> groups = PointGroup.of(read);
        if (group < 1 || (group > groups.size() && !groups.isEmpty())) {
            throw ProblemException.of(Problem.Code.FIGURE_GROUP, group, groups.size());
        }
        Figure figure =
                group == 1 ? Figure.of(spec, groups) : Figure.of(spec, groups.get(group - 1));
        for (int i = 0; i < groups.size(); i++) {
            PointGroup other = groups.get(i);
            boolean same = other.conditions().equals(figure.group().conditions());
            if (!same && !other.isCoveredBy(figure.group())) {
                console.line(
                        "Not drawn, because measured otherwise: %d points of %s (%s). --group %d draws them."
                                .formatted(
                                        other.points().size(),
                                        String.join(", ", other.runs()),
                                        String.join("; ", other.differences(figure.group())),
                                        i + 1));
            }
        }
        return figure;
    }

    private Finding.Points upTo(Finding.Points all) {
        return new Finding.Points(
                all.own().stream().filter(p -> Math.abs(p.lambda()) <= maxLambda).toList(),
                all.evaluated().stream().filter(p -> Math.abs(p.lambda()) <= maxLambda).toList(),
                all.settings(),
                all.treated().stream().filter(p -> p.lambda() <= maxLambda).toList());
    }

    private static void describe(Figure figure, Console console) {
        console.line(figure.group().words() + ".");
        if (figure.spec().isRebound()) {
            console.line("%d points.".formatted(figure.marks().size()));
            return;
        }
        console.line(
                "%d points, %d on the Pareto front%s."
                        .formatted(
                                figure.marks().size(),
                                figure.front().size(),
                                figure.knee() == null
                                        ? ""
                                        : "; knee: %s at %s %s, %s %s"
                                                .formatted(
                                                        figure.label(figure.knee()),
                                                        figure.spec().axes().x().brief(),
                                                        figure.spec()
                                                                .axes()
                                                                .x()
                                                                .format(figure.knee().x().value()),
                                                        figure.spec().axes().y().brief(),
                                                        figure.spec()
                                                                .axes()
                                                                .y()
                                                                .format(
                                                                        figure.knee()
                                                                                .y()
                                                                                .value()))));
        if (figure.leftOut() > 0) {
            console.line(
                    "%d points lack one of the two measures and are left out."
                            .formatted(figure.leftOut()));
        }
    }

    /// Beside each figure goes what it was made of.
    private void write(Figure figure, Console console) {
        for (Path file : out) {
            WholeFile.write(file, FigureFormat.of(file).write(figure, dotsPerInch, atMost));
            console.line("Wrote " + file);
        }
        boolean remembered = out.stream().anyMatch(f -> FigureFormat.of(f) == FigureFormat.FIGURE);
        if (!out.isEmpty() && !remembered) {
            Path file = FigureFormat.FIGURE.beside(out.getFirst());
            WholeFile.write(file, FigureFormat.FIGURE.write(figure, dotsPerInch, atMost));
            console.line("Wrote %s, which “sku plot --figure” draws again".formatted(file));
        }
    }

    private static Map<String, Object> report(Figure figure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("figure", figure.pinned());
        json.put("conditions", figure.group().conditions());
        json.put("points", figure.marks().stream().map(m -> point(figure, m)).toList());
        return json;
    }

    private static Map<String, Object> point(Figure figure, Figure.Mark mark) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", mark.point().key());
        json.put("run", mark.point().run());
        json.put("step", mark.point().step());
        json.put("lambda", mark.point().lambda());
        json.put("x", mark.x());
        json.put("y", mark.y());
        json.put("front", figure.onFront(mark));
        json.put("knee", mark.equals(figure.knee()));
        return json;
    }
}
