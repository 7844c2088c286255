package dev.sku.app.hosts;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.FractionBar;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.QueueState;
import dev.sku.resources.Icon;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/// The devices of a computer with how much of their memory is in use, and under each the runs that wait for it.
final class DeviceRows extends VBox {
    private final Row rows;

    /// What stands at the end of a run's line.
    interface Row {
        /// @param id of the line
        List<Node> ways(String id, QueueState.Waiting run);
    }

    DeviceRows(Row rows) {
        super(10);
        this.rows = rows;
    }

    /// @param host stands before the names of controls
    void show(String host, List<DeviceSeen> devices, QueueState queue) {
        getChildren().clear();
        if (devices.isEmpty()) {
            getChildren().add(Ui.label(text("hosts.devicesAsked"), "muted"));
        }
        for (DeviceSeen seen : devices) {
            String name = seen.device().name();
            getChildren().add(device(seen));
            int place = 0;
            for (QueueState.Waiting run : queue.waitingFor(name)) {
                getChildren().add(waiting(host, name, place++, run));
            }
        }
    }

    private static Node device(DeviceSeen seen) {
        long total = seen.device().total();
        long used = total - seen.device().free();
        String memory =
                total == 0
                        ? text("hosts.memoryUnknown")
                        : text("hosts.memory", Numbers.bytes(used), Numbers.bytes(total));
        VBox lines =
                Ui.column(
                        4,
                        Ui.row(
                                8,
                                Icon.DEVICE.node(),
                                Ui.label(seen.device().name(), "strong"),
                                Ui.label(seen.title(), "muted"),
                                Ui.gap(),
                                Ui.label(memory, "small")));
        if (total > 0) {
            FractionBar bar = new FractionBar(6);
            bar.fractionProperty().set((double) used / total);
            lines.getChildren().add(bar);
        }
        return lines;
    }

    private Node waiting(String host, String device, int place, QueueState.Waiting run) {
        String id = host + "-queue-" + device.replace(':', '-') + "-" + place;
        var row =
                Ui.row(
                        8,
                        Icon.QUEUED.node(),
                        Ui.label(text("queue.place", place + 1, run.run())),
                        Ui.gap());
        row.getChildren().addAll(rows.ways(id, run));
        return row;
    }
}
