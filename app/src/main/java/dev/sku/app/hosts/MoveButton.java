package dev.sku.app.hosts;

import static dev.sku.resources.Texts.text;

import dev.sku.protocol.QueueState;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;

/// The devices that a run that waits can go to instead.
final class MoveButton extends MenuButton {
    /// @param host that it waits on; empty for the one that the window works on
    MoveButton(String id, String host, QueueState.Waiting run, HostsViewModel model) {
        super(text("hosts.move"));
        setId(id + "-move");
        setAccessibleText(text("hosts.move.run", run.run()));
        setMinWidth(USE_PREF_SIZE);
        for (RunMoves.Target target : model.targets(host, run)) {
            MenuItem item = new MenuItem(target.words());
            item.setMnemonicParsing(false);
            item.setOnAction(_ -> model.move(run.run(), host, target));
            getItems().add(item);
        }
        setVisible(!getItems().isEmpty());
    }
}
