package dev.sku.app.models;

import static dev.sku.resources.Texts.text;

import dev.sku.app.models.HubState.Arrived;
import dev.sku.app.models.HubState.Idle;
import dev.sku.app.models.HubState.Loading;
import dev.sku.app.models.HubState.Looking;
import dev.sku.app.models.HubState.Offered;
import dev.sku.app.models.HubState.Stopped;
import dev.sku.app.ui.FractionBar;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.HubContents;
import dev.sku.protocol.KnownDataset;
import dev.sku.resources.Icon;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The hub: a field for a name, two data sets at one click with their licences, and how far the wanted one has come.
final class HubCard extends VBox {
    private final HubViewModel model;
    private final VBox progress = Ui.column(6);
    private final FractionBar bar = new FractionBar(6);

    HubCard(HubViewModel model) {
        this.model = model;
        setId("hub");
        setPadding(new Insets(12, 20, 0, 20));
        TextField name = new TextField();
        name.setId("hub-name");
        name.setPromptText(text("hub.name"));
        name.setAccessibleText(text("hub.name"));
        name.textProperty().bindBidirectional(model.nameProperty());
        name.setOnAction(_ -> model.look());
        Button look = Ui.button("hub-look", text("hub.look"), Icon.SEARCH, model::look);
        look.disableProperty().bind(model.nameProperty().map(String::isBlank));
        VBox card =
                Ui.card(
                        Ui.cardHead(
                                text("hub.title"),
                                Ui.iconButton(
                                        "hub-close",
                                        text("hub.close"),
                                        Icon.CLOSE,
                                        () -> model.openProperty().set(false))),
                        Ui.row(8, Ui.wide(name), look));
        for (KnownDataset dataset : KnownDataset.values()) {
            card.getChildren().add(line(dataset));
        }
        card.getChildren().add(progress);
        getChildren().add(card);
        visibleProperty().bind(model.openProperty());
        managedProperty().bind(visibleProperty());
        model.stateProperty().subscribe(this::show);
    }

    private HBox line(KnownDataset dataset) {
        Button take =
                Ui.button(
                        "hub-" + dataset.word(),
                        text("hub.dataset", dataset.title()),
                        Icon.OPEN,
                        () -> model.take(dataset));
        take.disableProperty().bind(model.stateProperty().map(_ -> model.isBusy()));
        return Ui.row(8, Ui.sized(take, 210), Ui.wide(Ui.wrapped(dataset.licence(), "small")));
    }

    private void show(HubState now) {
        List<Node> nodes =
                switch (now) {
                    case Idle _ -> List.<Node>of();
                    case Looking l ->
                            List.<Node>of(
                                    Ui.row(
                                            8,
                                            words(text("hub.looking", l.name())),
                                            Ui.gap(),
                                            stop()));
                    case Offered o -> offered(o);
                    case Loading l -> loading(l);
                    case Stopped s -> stopped(s);
                    case Arrived a ->
                            List.<Node>of(
                                    Ui.row(
                                            8,
                                            Icon.DONE.node(),
                                            words(text("hub.arrived", a.name())),
                                            Ui.wide(Ui.label(a.folder(), "small", "muted"))));
                };
        progress.getChildren().setAll(nodes);
        progress.setManaged(!nodes.isEmpty());
    }

    private List<Node> offered(Offered offered) {
        HubContents found = offered.contents();
        String licence = found.licence();
        Button download =
                Ui.button(
                        "hub-download",
                        text("hub.download", Numbers.bytes(found.missing())),
                        Icon.OPEN,
                        model::download);
        return List.of(
                Ui.row(
                        8,
                        Icon.MODEL.node(),
                        Ui.label(offered.name(), "strong"),
                        words(
                                text(
                                        "hub.found",
                                        found.files().size(),
                                        Numbers.bytes(found.bytes()),
                                        Numbers.bytes(found.missing()))),
                        Ui.gap(),
                        download),
                Ui.wrapped(
                        licence == null ? text("hub.noLicence") : text("hub.licence", licence),
                        "small",
                        "muted"));
    }

    private List<Node> loading(Loading loading) {
        bar.fractionProperty().set(loading.fraction());
        HBox line =
                Ui.row(
                        8,
                        Ui.label(loading.name(), "strong"),
                        words(
                                text(
                                        "hub.loading",
                                        Numbers.bytes(loading.bytes()),
                                        Numbers.bytes(loading.contents().bytes()))),
                        Ui.gap(),
                        stop());
        return loading.waits().isEmpty()
                ? List.of(line, bar)
                : List.of(line, bar, Ui.wrapped(loading.waits(), "small", "muted"));
    }

    private List<Node> stopped(Stopped stopped) {
        String sentence = stopped.sentence();
        return List.of(
                Ui.row(
                        8,
                        (sentence.isEmpty() ? Icon.PAUSE : Icon.FAULT).node(),
                        Ui.wide(
                                Ui.wrapped(
                                        sentence.isEmpty()
                                                ? text("hub.stopped", stopped.name())
                                                : sentence)),
                        Ui.button(
                                "hub-resume",
                                text(sentence.isEmpty() ? "hub.resume" : "hub.again"),
                                Icon.REFRESH,
                                model::resume)));
    }

    private static javafx.scene.control.Label words(String words) {
        javafx.scene.control.Label label = Ui.label(words, "muted");
        label.setId("hub-words");
        return label;
    }

    private Button stop() {
        return Ui.button("hub-stop", text("hub.stop"), Icon.STOP, model::cancel);
    }
}
