package dev.sku.app.configure;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.Page;
import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Shortcut;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Profile;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The form of a run: method and weights, data and tensors, optimizer, evaluation, the command it is.
public final class ConfigureView implements Page {
    /// A form that is wider tells no more.
    private static final double MOST_WIDTH = 1_680;

    /// Of a window of 1,050 points.
    private static final double TALL = 960;

    private final ConfigureViewModel model;
    private final MemoryViewModel memory;
    private final FormParts parts;
    private final HBox header;
    private final GridPane grid = new GridPane(12, 12);
    private final ScrollPane body;
    private final VBox first;
    private final VBox second;
    private final VBox third;
    private final MemoryStrip strip;

    /// @param pastRuns under the form where there is room
    /// @param destination chooses where a run goes that is started
    /// @param inputDialogs for models and rows, which lie where the runtime is
    public ConfigureView(
            ConfigureViewModel model,
            MemoryViewModel memory,
            FileDialogs dialogs,
            FileDialogs inputDialogs,
            Region pastRuns,
            Region destination,
            Consumer<String> clipboard) {
        this.model = model;
        this.memory = memory;
        this.parts = new FormParts(model);
        first = Ui.column(12, methodCard(), new WeightsCard(model, parts), new NegationCard(parts));
        second =
                Ui.column(
                        12,
                        new DataCard(model, parts, inputDialogs),
                        new TrainedCard(model, parts),
                        new OptimizerCard(parts));
        third =
                Ui.column(
                        12,
                        new MemoryCard(memory, model, parts),
                        new EvaluationCard(model, parts, inputDialogs));
        strip = new MemoryStrip(memory);
        arrange(false);
        VBox form =
                Ui.column(
                        12,
                        parts.fault(DraftField.NAME),
                        new OriginBanner(model, parts),
                        strip,
                        grid,
                        pastRuns);
        form.setMaxWidth(MOST_WIDTH);
        VBox page = Ui.styled(new VBox(form), "page-body");
        page.setAlignment(Pos.TOP_CENTER);
        body = Ui.scrolling(page);
        body.heightProperty()
                .subscribe(height -> {
                    pastRuns.setVisible(height.doubleValue() >= TALL);
                    pastRuns.setManaged(pastRuns.isVisible());
                });
        header =
                new ConfigureHeader(
                        model,
                        parts,
                        dialogs,
                        destination,
                        clipboard,
                        new FaultJump(model.faults(), body)::go);
    }

    private VBox methodCard() {
        ObjectProperty<Profile> profile =
                parts.choice("acquisition.profile", s -> s.acquisition().profile());
        HBox row =
                Ui.row(
                        24,
                        Ui.column(
                                5,
                                Ui.label(text("configure.method"), "field-label"),
                                new MethodChoice(model)),
                        Ui.column(
                                5,
                                Ui.label(text("configure.profile"), "field-label"),
                                new Segmented<>(
                                        "profile",
                                        profile,
                                        p -> text("profile", p),
                                        Profile.PAPER,
                                        Profile.REFERENCE)));
        return Ui.card(row, new MethodFields(model, parts));
    }

    private void arrange(boolean narrow) {
        strip.setVisible(narrow);
        strip.setManaged(narrow);
        grid.getChildren().clear();
        grid.getColumnConstraints().clear();
        for (double percent : narrow ? new double[] {50, 50} : new double[] {35, 39, 26}) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(percent);
            column.setMinWidth(0);
            column.setHgrow(Priority.ALWAYS);
            grid.getColumnConstraints().add(column);
        }
        grid.add(first, 0, 0);
        grid.add(second, 1, 0);
        if (narrow) {
            grid.add(third, 0, 1, 2, 1);
        } else {
            grid.add(third, 2, 0);
        }
    }

    @Override
    public Region header() {
        return header;
    }

    @Override
    public Region body() {
        return body;
    }

    @Override
    public void shown(boolean visible) {
        memory.shown(visible);
    }

    @Override
    public List<Shortcut> shortcuts() {
        return List.of(
                new Shortcut(text("keys.number.step"), "↑ ↓"),
                new Shortcut(text("keys.number.tenfold"), text("keys.number.tenfold.keys")),
                new Shortcut(text("keys.number.preset"), text("keys.number.preset.keys")));
    }

    @Override
    public void narrow(boolean narrow) {
        arrange(narrow);
    }
}
