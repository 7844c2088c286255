package dev.sku.app.tradeoff;

import static dev.sku.resources.Texts.text;

import dev.sku.app.shell.Notices;
import dev.sku.app.ui.Problems;
import dev.sku.figures.Figure;
import dev.sku.figures.FigureFormat;
import dev.sku.figures.FigureSpec;
import dev.sku.figures.FigureSpec.Colours;
import dev.sku.figures.FigureSpec.Intervals;
import dev.sku.figures.FigureSpec.Venue;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Writing the page's figure, and finding figures that were written before.
public final class FigureExport {
    public static final List<FigureFormat> FORMATS =
            Stream.of(FigureFormat.values()).filter(f -> f != FigureFormat.FIGURE).toList();

    private final TradeoffViewModel model;
    private final Path folder;
    private final Notices notices;
    private final Executor background;
    private final Executor fxThread;
    private final BooleanProperty open = new SimpleBooleanProperty();
    private final ObjectProperty<FigureFormat> format =
            new SimpleObjectProperty<>(FigureFormat.PDF);
    private final ObjectProperty<Venue> venue = new SimpleObjectProperty<>(Venue.TEXT);
    private final IntegerProperty dotsPerInch = new SimpleIntegerProperty(300);
    private final StringProperty file = new SimpleStringProperty("");
    private final ObservableList<Path> figures = FXCollections.observableArrayList();
    private final ObservableList<Path> figuresView =
            FXCollections.unmodifiableObservableList(figures);

    /// @param folder that figures go to, where no other is said
    public FigureExport(
            TradeoffViewModel model,
            Path folder,
            Notices notices,
            Executor background,
            Executor fxThread) {
        this.model = model;
        this.folder = folder;
        this.notices = notices;
        this.background = background;
        this.fxThread = fxThread;
        file.set(folder.resolve("trade-off" + FigureFormat.PDF.ending()).toString());
        format.subscribe((before, now) -> {
            String text = file.get();
            if (text.endsWith(before.ending())) {
                file.set(
                        text.substring(0, text.length() - before.ending().length()) + now.ending());
            }
        });
    }

    /// Writes the figure, and beside it what it was made of.
    public void write() {
        Figure figure;
        Path to;
        try {
            figure = model.figure(venue.get());
            to = Path.of(file.get().strip());
            FigureFormat.of(to);
        } catch (ProblemException e) {
            notices.fail(text("tradeoff.notWritten"), Problems.sentence(e));
            return;
        }
        if (figure == null) {
            return;
        }
        int dots = dotsPerInch.get();
        double atMost = model.atMostProperty().get();
        var _ =
                CompletableFuture.runAsync(() -> write(figure, to, dots, atMost), background)
                        .whenComplete((_, fault) ->
                                fxThread.execute(() -> {
                                    if (fault == null) {
                                        notices.tell(text("tradeoff.written", to), "");
                                        look();
                                    } else {
                                        notices.fail(
                                                text("tradeoff.notWritten"),
                                                Problems.sentence(fault));
                                    }
                                }));
    }

    private static void write(Figure figure, Path to, int dots, double atMost) {
        Path parent = to.toAbsolutePath().getParent();
        try {
            if (parent != null) {
                Files.createDirectories(parent);
            }
        } catch (IOException e) {
            throw new ProblemException(Problem.ofWrite(to, e), e);
        }
        WholeFile.write(to, FigureFormat.of(to).write(figure, dots, atMost));
        WholeFile.write(
                FigureFormat.FIGURE.beside(to), FigureFormat.FIGURE.write(figure, dots, atMost));
    }

    /// Looks for figures in the folder.
    public void look() {
        var _ =
                CompletableFuture.supplyAsync(() -> figureFiles(folder), background)
                        .whenComplete((found, _) ->
                                fxThread.execute(() -> {
                                    if (found != null) {
                                        figures.setAll(found);
                                    }
                                }));
    }

    private static List<Path> figureFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(FigureFormat.FIGURE.ending()))
                    .sorted()
                    .toList();
        } catch (IOException _) {
            return List.of(); // no figure has been written here yet
        }
    }

    /// Draws a figure again that was written before.
    public void reopen(Path figure) {
        var _ =
                CompletableFuture.supplyAsync(
                                () ->
                                        Wire.read(
                                                WholeFile.read(figure),
                                                FigureSpec.class,
                                                figure.toString()),
                                background)
                        .whenComplete((spec, fault) ->
                                fxThread.execute(() -> reopened(figure, spec, fault)));
    }

    private void reopened(Path figure, @Nullable FigureSpec spec, @Nullable Throwable fault) {
        if (spec == null) {
            notices.fail(
                    text("tradeoff.notReopened"), fault == null ? "" : Problems.sentence(fault));
            return;
        }
        for (Venue known : Venue.values()) {
            if (known.width() == spec.paper().width()) {
                venue.set(known);
            }
        }
        String name = String.valueOf(figure.getFileName());
        String stem = name.substring(0, name.length() - FigureFormat.FIGURE.ending().length());
        file.set(figure.resolveSibling(stem + format.get().ending()).toString());
        model.use(spec);
    }

    /// The same figure from the command line.
    public String command() {
        FigureSpec spec = model.spec(venue.get());
        List<String> words = new ArrayList<>(List.of("sku", "plot"));
        if (!spec.data().keys().isEmpty()) {
            words.add("--figure");
            words.add(quoted(FigureFormat.FIGURE.beside(Path.of(file.get())).toString()));
        } else {
            spec.data().runs().forEach(r -> words.add(quoted(r)));
            words.addAll(List.of("-x", spec.axes().x().key(), "-y", spec.axes().y().key()));
            add(words, spec.axes().logX(), "--log-x");
            add(words, spec.axes().logY(), "--log-y");
            add(
                    words,
                    spec.shown().colours() != Colours.RUN,
                    "--by " + Wire.word(spec.shown().colours()));
            if (spec.shown().intervals() != Intervals.BARS) {
                words.add("--intervals " + Wire.word(spec.shown().intervals()));
            }
            add(words, !spec.shown().front(), "--no-front");
            add(words, !spec.shown().lambdaPaths(), "--no-lambda-paths");
            add(words, spec.shown().stepPaths(), "--step-paths");
            words.addAll(List.of("--venue", venue.get().key()));
        }
        add(words, format.get() == FigureFormat.PNG, "--dpi " + dotsPerInch.get());
        words.addAll(List.of("--out", quoted(file.get())));
        return String.join(" ", words);
    }

    private static void add(List<String> words, boolean said, String word) {
        if (said) {
            words.add(word);
        }
    }

    private static String quoted(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /// Whether the panel is shown.
    public BooleanProperty openProperty() {
        return open;
    }

    public ObjectProperty<FigureFormat> formatProperty() {
        return format;
    }

    public ObjectProperty<Venue> venueProperty() {
        return venue;
    }

    public IntegerProperty dotsPerInchProperty() {
        return dotsPerInch;
    }

    public StringProperty fileProperty() {
        return file;
    }

    /// Figure files that can be drawn again.
    public ObservableList<Path> figures() {
        return figuresView;
    }
}
