package dev.sku.figures;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a figure is written as, told by the ending of its file.
public enum FigureFormat {
    PDF(".pdf"),
    SVG(".svg"),
    PNG(".png"),
    LATEX_TABLE(".table.tex"),
    TIKZ(".tex"),
    CSV(".csv"),
    MARKDOWN(".md"),
    /// What the figure is made of, to draw it again.
    FIGURE(".figure.json");

    private final String ending;

    FigureFormat(String ending) {
        this.ending = ending;
    }

    /// @throws ProblemException `FIGURE_ENDING`
    public static FigureFormat of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(f -> name.endsWith(f.ending))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.of(
                                Problem.Code.FIGURE_ENDING,
                                file,
                                Arrays.stream(values())
                                        .map(FigureFormat::ending)
                                        .collect(Collectors.joining(", "))));
    }

    public String ending() {
        return ending;
    }

    /// Of a file beside another one, with this ending in place of its own.
    public Path beside(Path file) {
        String name = String.valueOf(file.getFileName());
        int own =
                Arrays.stream(values())
                        .filter(f -> name.toLowerCase(Locale.ROOT).endsWith(f.ending))
                        .mapToInt(f -> f.ending.length())
                        .max()
                        .orElse(0);
        return file.resolveSibling(name.substring(0, name.length() - own) + ending);
    }

    public String words() {
        return Words.name("format", this);
    }

    /// @param dotsPerInch of pixels; other formats have none
    /// @param atMost per cent of harmful or broken replies that tables compare at
    public byte[] write(Figure figure, double dotsPerInch, double atMost) {
        Layout layout = Layout.of(figure);
        boolean rebound = figure.spec().isRebound();
        double width = layout.width();
        double height = layout.height();
        String title = figure.y().label() + " – " + figure.x().label();
        return switch (this) {
            case PDF -> {
                try (PdfCanvas canvas = new PdfCanvas(width, height, title)) {
                    new Painter(figure, layout, canvas).paint();
                    yield canvas.bytes();
                }
            }
            case SVG -> {
                SvgCanvas canvas = new SvgCanvas(width, height, title);
                new Painter(figure, layout, canvas).paint();
                yield bytes(canvas.text());
            }
            case PNG -> {
                PngCanvas canvas = new PngCanvas(width, height, dotsPerInch / 72);
                new Painter(figure, layout, canvas).paint();
                yield canvas.bytes();
            }
            case LATEX_TABLE ->
                    bytes(
                            rebound
                                    ? new ReboundTables(figure).latex()
                                    : new Tables(figure).latex(Comparison.of(figure, atMost)));
            case TIKZ -> bytes(new TikzText(figure, layout).text());
            case CSV -> bytes(rebound ? new ReboundTables(figure).csv() : new Tables(figure).csv());
            case MARKDOWN ->
                    bytes(
                            rebound
                                    ? new ReboundTables(figure).markdown()
                                    : new Tables(figure).markdown(Comparison.of(figure, atMost)));
            case FIGURE -> bytes(Wire.pretty(figure.pinned()));
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
