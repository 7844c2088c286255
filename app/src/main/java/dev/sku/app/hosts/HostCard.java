package dev.sku.app.hosts;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FractionBar;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.HostKey;
import dev.sku.protocol.HostReport;
import dev.sku.resources.Icon;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// One host: its key while it is not trusted, what `ssh` asks, its checks with what to do, and what can be done.
final class HostCard extends VBox {
    private final HostsViewModel model;
    private final String name;
    private final String id;
    private final Subscription following;

    HostCard(HostEntry entry, HostsViewModel model) {
        this.model = model;
        this.name = entry.host().name();
        this.id = name.replaceAll("[^A-Za-z0-9_-]", "-");
        setId("host-" + id);
        getStyleClass().add("card");
        setSpacing(8);
        HBox head =
                Ui.cardHead(
                        name,
                        Ui.label(entry.host().destination(), "muted", "small"),
                        Ui.button(
                                "check-" + id,
                                text("hosts.check"),
                                Icon.REFRESH,
                                () -> model.meet(name)));
        if (entry.usable()) {
            head.getChildren()
                    .add(
                            Ui.button(
                                    "open-" + id,
                                    text("hosts.open"),
                                    Icon.ARROW,
                                    () -> model.open(name)));
        }
        head.getChildren()
                .add(
                        Ui.iconButton(
                                "remove-" + id,
                                text("hosts.remove", name),
                                Icon.DELETE,
                                () -> model.remove(name)));
        getChildren().add(head);
        if (!entry.doing().isEmpty()) {
            getChildren().add(Ui.label(entry.doing(), "muted"));
        }
        if (entry.progress() >= 0) {
            FractionBar bar = new FractionBar(6);
            bar.fractionProperty().set(entry.progress());
            getChildren().add(bar);
        }
        if (!entry.trouble().isEmpty()) {
            getChildren().add(fault(entry.trouble()));
        }
        if (!entry.question().isEmpty()) {
            getChildren().add(question(entry.question()));
        }
        HostKey key = entry.key();
        if (key != null && key.trust() != HostKey.Trust.KNOWN) {
            getChildren().add(fingerprint(key, entry.needsTrust()));
        }
        HostReport report = entry.report();
        if (report != null) {
            report.checks().forEach(check -> getChildren().add(row(check)));
        }
        following = model.live(name).map(this::follow).orElse(Subscription.EMPTY);
    }

    /// Its devices as they are used now, and what waits there.
    private Subscription follow(LiveHost live) {
        DeviceRows devices =
                new DeviceRows((at, run) -> List.of(new MoveButton(at, name, run, model)));
        devices.setId("devices-" + id);
        getChildren().add(devices);
        return live.stateProperty()
                .subscribe(state -> devices.show(id, state.devices(), state.queue()));
    }

    /// It is shown no more.
    void close() {
        following.unsubscribe();
    }

    private static HBox fault(String sentence) {
        return Ui.row(8, Icon.FAULT.node(), Ui.wide(Ui.wrapped(sentence)));
    }

    private HBox question(String words) {
        PasswordField secret = new PasswordField();
        secret.setId("answer-" + id);
        secret.setAccessibleText(words);
        secret.setOnAction(_ -> model.answer(name, secret.getText()));
        return Ui.row(
                8,
                Ui.label(words),
                Ui.wide(secret),
                Ui.button(
                        "send-answer-" + id,
                        text("hosts.answer"),
                        Icon.SEND,
                        () -> model.answer(name, secret.getText())));
    }

    private VBox fingerprint(HostKey key, boolean unknown) {
        VBox box =
                Ui.column(
                        6,
                        Ui.row(
                                8,
                                unknown ? Icon.INFO.node() : warning(),
                                Ui.wide(
                                        Ui.wrapped(
                                                text(
                                                        unknown ? "hosts.unknown" : "hosts.changed",
                                                        name)))),
                        Ui.label(key.type() + "  " + key.fingerprint(), "mono"));
        if (unknown) {
            box.getChildren()
                    .add(
                            Ui.button(
                                    "trust-" + id,
                                    text("hosts.trust"),
                                    Icon.DONE,
                                    () -> model.trust(name)));
        }
        return box;
    }

    private static Node warning() {
        return Ui.styled(Icon.WARNING.node(), "mark", "warning");
    }

    private HBox row(HostReport.Check check) {
        var problem = check.problem();
        HBox row =
                Ui.row(
                        8,
                        Ui.sized(new StackPane(problem == null ? Icon.DONE.node() : warning()), 16),
                        Ui.sized(Ui.label(text("hosts.subject", check.subject()), "strong"), 110),
                        Ui.wide(
                                Ui.wrapped(
                                        problem == null
                                                ? check.found()
                                                : problem.sentence(Locale.ENGLISH))));
        if (problem != null) {
            switch (check.subject()) {
                case RUNTIME ->
                        row.getChildren()
                                .add(
                                        Ui.button(
                                                "install-" + id,
                                                text("hosts.install"),
                                                Icon.OPEN,
                                                () -> model.install(name)));
                case REACHED ->
                        row.getChildren()
                                .add(
                                        Ui.button(
                                                "login-" + id,
                                                text("hosts.login"),
                                                Icon.PROMPT,
                                                () -> model.login(name)));
                case DEVICES, DISK, CLOCK -> {}
            }
        }
        return row;
    }
}
