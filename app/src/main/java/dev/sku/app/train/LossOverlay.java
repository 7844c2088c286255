package dev.sku.app.train;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.train.OverlayViewModel.Overlaid;
import dev.sku.app.ui.Ui;
import dev.sku.charts.Line;
import dev.sku.charts.LineChart;
import dev.sku.protocol.LossPart;
import dev.sku.protocol.Method;
import dev.sku.resources.Icon;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;

/// The losses of other runs over those of the followed one, dashed, with a row that names them.
final class LossOverlay {
    private static final int MOST_OFFERED = 20;
    private static final double LONGEST_NAME = 200;
    private static final double WIDTH = 1.3;

    private final OverlayViewModel model;
    private final LineChart chart;
    private final IntPredicate isShown;
    private List<LossPart> parts = Method.SKU.parts();
    private final FlowPane legend = new FlowPane(10, 2);
    private final List<Drawn> drawn = new ArrayList<>();

    /// What of a run is in the chart.
    ///
    /// @param from its first line
    private record Drawn(String run, String title, int from, int rewinds, int steps) {}

    /// @param chart with one line for the total and one for each part
    /// @param isShown whether one of these is looked at
    LossOverlay(OverlayViewModel model, LineChart chart, IntPredicate isShown) {
        this.model = model;
        this.chart = chart;
        this.isShown = isShown;
        legend.setId("loss-overlaid");
        legend.getStyleClass().add("legend");
        model.shown().addListener((ListChangeListener<Overlaid>) _ -> draw());
        draw();
    }

    /// Names of the runs that are laid over; takes no room while there are none.
    FlowPane legend() {
        return legend;
    }

    MenuButton menu() {
        MenuButton menu = new MenuButton(null, Icon.OVERLAY.node());
        menu.setId("loss-overlay");
        menu.getStyleClass().addAll("icon-only", "ghost", "compact");
        menu.setAccessibleText(text("overlay.title"));
        menu.setTooltip(new Tooltip(text("overlay.title")));
        menu.getItems().add(new MenuItem()); // an empty menu does not open
        menu.setOnShowing(_ -> menu.getItems().setAll(items()));
        return menu;
    }

    private List<MenuItem> items() {
        List<RunEntry> offered = model.offered();
        List<MenuItem> items = new ArrayList<>();
        for (RunEntry run : offered) {
            String name = run.summary().name();
            if (items.size() < MOST_OFFERED || model.isLaid(name)) {
                CheckMenuItem item = new CheckMenuItem(run.title());
                item.setMnemonicParsing(false);
                item.setId("overlay-" + name);
                item.setSelected(model.isLaid(name));
                item.setOnAction(_ -> model.lay(name, item.isSelected()));
                items.add(item);
            }
        }
        if (items.size() < offered.size() || items.isEmpty()) {
            String words =
                    items.isEmpty()
                            ? text("overlay.none")
                            : text(
                                    "overlay.more",
                                    offered.size() - items.size(),
                                    text("shell.find.keys"));
            MenuItem note = new MenuItem(words);
            note.setDisable(true);
            items.add(note);
        }
        return items;
    }

    private void draw() {
        List<Overlaid> wanted = model.shown();
        boolean grown =
                wanted.size() == drawn.size()
                        && java.util.stream.IntStream.range(0, drawn.size())
                                .allMatch(i -> goesOn(drawn.get(i), wanted.get(i)));
        if (!grown) {
            begin(wanted);
        }
        for (int i = 0; i < drawn.size(); i++) {
            drawn.set(i, append(drawn.get(i), wanted.get(i).curves()));
        }
    }

    private static boolean goesOn(Drawn before, Overlaid now) {
        RunCurves curves = now.curves();
        return before.run().equals(now.run())
                && before.title().equals(now.title())
                && (curves == null
                        || (curves.rewinds() == before.rewinds()
                                && curves.steps().size() >= before.steps()));
    }

    private void begin(List<Overlaid> wanted) {
        chart.keepLines(1 + parts.size());
        drawn.clear();
        legend.getChildren().clear();
        for (Overlaid run : wanted) {
            String token = "-cat-" + run.colour();
            int from = add(run, 0, text("loss.total.short"), token);
            for (int part = 0; part < parts.size(); part++) {
                add(run, 1 + part, parts.get(part).symbol(), token);
            }
            RunCurves curves = run.curves();
            int rewinds = curves == null ? 0 : curves.rewinds();
            drawn.add(new Drawn(run.run(), run.title(), from, rewinds, 0));
            legend.getChildren().add(entry(run));
        }
        legend.setVisible(!wanted.isEmpty());
        legend.setManaged(!wanted.isEmpty());
    }

    private int add(Overlaid run, int term, String name, String token) {
        Line.Beside beside = new Line.Beside(term, run.title());
        int line = chart.addLine(new Line(run.title() + " " + name, token, token, WIDTH, beside));
        chart.show(line, isShown.test(term));
        return line;
    }

    private Drawn append(Drawn to, @org.jspecify.annotations.Nullable RunCurves curves) {
        if (curves == null) {
            return to;
        }
        List<WeightedStep> steps = curves.steps();
        for (WeightedStep step : steps.subList(to.steps(), steps.size())) {
            chart.append(to.from(), step.step().step(), step.loss(0));
            for (int part = 0; part < parts.size(); part++) {
                if (curves.method().parts().get(part) == parts.get(part)) {
                    chart.append(to.from() + 1 + part, step.step().step(), step.loss(1 + part));
                }
            }
        }
        return new Drawn(to.run(), to.title(), to.from(), curves.rewinds(), steps.size());
    }

    private HBox entry(Overlaid run) {
        Button entry =
                Ui.button(
                        "overlaid-" + run.run(),
                        run.title(),
                        Icon.CLOSE,
                        () -> model.lay(run.run(), false));
        entry.setMnemonicParsing(false);
        entry.setContentDisplay(ContentDisplay.RIGHT);
        entry.setMinWidth(0);
        entry.setMaxWidth(LONGEST_NAME);
        entry.setAccessibleText(text("overlay.remove", run.title()));
        entry.setTooltip(new Tooltip(text("overlay.remove", run.title())));
        return Ui.row(2, Ui.dot("cat-" + run.colour()), entry);
    }

    /// Only what the followed run has too is laid over it.
    ///
    /// @param now of the followed run's loss
    void parts(List<LossPart> now) {
        if (!parts.equals(now)) {
            parts = now;
            begin(model.shown());
            draw();
        }
    }

    /// A term is looked at, or not.
    void show(int term, boolean shown) {
        drawn.forEach(d -> chart.show(d.from() + term, shown));
    }

    /// The chart has lost its samples.
    void cleared() {
        drawn.replaceAll(d -> new Drawn(d.run(), d.title(), d.from(), d.rewinds(), 0));
        draw();
    }
}
