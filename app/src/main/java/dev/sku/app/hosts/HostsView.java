package dev.sku.app.hosts;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Page;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.RemoteHost;
import dev.sku.resources.Icon;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The hosts page: where the window works now with its devices and their queue, other hosts with their checks, and a line
/// to add one.
public final class HostsView implements Page {
    private final HostsViewModel model;
    private final BiConsumer<String, Integer> move;
    private final HBox header;
    private final DeviceRows devices = new DeviceRows(this::ways);
    private final List<HostCard> cards = new ArrayList<>();
    private final VBox others = Ui.column(12);
    private final Region body;

    /// @param move a run that waits, and by how many places
    /// @param slurm the presets of the workspace
    public HostsView(HostsViewModel model, BiConsumer<String, Integer> move, Region slurm) {
        this.model = model;
        this.move = move;
        ComboBox<String> destination = new ComboBox<>(model.aliases());
        destination.setEditable(true);
        destination.setId("host-destination");
        destination.setPromptText(text("hosts.destination"));
        destination.setAccessibleText(text("hosts.destination"));
        Ui.sized(destination, 340);
        Button add =
                Ui.button(
                        "add-host",
                        text("hosts.add"),
                        Icon.ADD,
                        () -> model.add(destination.getEditor().getText()),
                        "primary");
        add.disableProperty().bind(destination.getEditor().textProperty().isEmpty());
        header = Ui.pageHeader(text("hosts.title"), Ui.gap(), destination, add);
        RemoteHost at = model.place().host();
        HBox head = Ui.cardHead(at == null ? text("hosts.here") : text("hosts.at", at.name()));
        if (at != null) {
            head.getChildren()
                    .add(
                            Ui.button(
                                    "open-here",
                                    text("hosts.openHere"),
                                    Icon.UNDO,
                                    model::openHere));
        }
        VBox now = Ui.card(head, devices);
        now.setId("host-now");
        body = Ui.scrolling(Ui.styled(new VBox(12, now, slurm, others), "page-body"));
        model.place().devices().addListener((ListChangeListener<DeviceSeen>) _ -> showDevices());
        model.place().queue().subscribe(_ -> showDevices());
        model.hosts().addListener((ListChangeListener<HostEntry>) _ -> showOthers());
        showOthers();
    }

    private void showDevices() {
        devices.show("host", model.place().devices(), model.place().queue().get());
    }

    private List<Node> ways(String id, QueueState.Waiting run) {
        return List.of(
                new MoveButton(id, "", run, model),
                Ui.iconButton(
                        id + "-up",
                        text("queue.up", run.run()),
                        Icon.CHEVRON_UP,
                        () -> move.accept(run.run(), -1)),
                Ui.iconButton(
                        id + "-down",
                        text("queue.down", run.run()),
                        Icon.CHEVRON_DOWN,
                        () -> move.accept(run.run(), 1)));
    }

    private void showOthers() {
        others.getChildren().clear();
        cards.forEach(HostCard::close);
        cards.clear();
        model.hosts().forEach(entry -> cards.add(new HostCard(entry, model)));
        others.getChildren().addAll(cards);
        if (model.hosts().isEmpty()) {
            Label none = Ui.wrapped(text("hosts.none"), "muted");
            none.setId("hosts-none");
            others.getChildren().add(none);
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
}
