package dev.sku.app.configure;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.StackedBar;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.MemoryEstimate.Part;
import dev.sku.resources.Icon;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;

/// Words, colours and parts of a memory estimate, the same wherever it is shown.
final class MemoryLook {
    private MemoryLook() {}

    static Label verdict(String id, MemoryEstimate estimate) {
        MemoryViewModel.Verdict now = MemoryViewModel.verdict(estimate);
        String words = text("memory.verdict", now);
        Label badge =
                switch (now) {
                    case FITS -> Ui.badge(words, Icon.DONE, "helpful");
                    case TIGHT -> Ui.badge(words, Icon.WARNING, "degenerate");
                    case TOO_LARGE -> Ui.badge(words, Icon.FAULT, "harmful");
                    case UNKNOWN -> Ui.badge(words, Icon.INFO, "base");
                };
        badge.setId(id);
        return badge;
    }

    /// What others hold on a device, then the parts of the run.
    static List<StackedBar.Share> shares(MemoryEstimate.OnDevice on) {
        MemoryEstimate.Device device = on.device();
        List<StackedBar.Share> shares = new ArrayList<>();
        if (device.total() > 0) {
            shares.add(share("memory.part.others", "base", device.total() - device.free()));
        }
        for (Part part : Part.values()) {
            long bytes = on.parts().getOrDefault(part, 0L);
            if (bytes > 0) {
                shares.add(
                        share(
                                "memory.part." + part.name().toLowerCase(java.util.Locale.ROOT),
                                look(part),
                                bytes));
            }
        }
        return shares;
    }

    static String of(MemoryEstimate.Device device) {
        return text(
                device.free() > 0 ? "memory.needs" : "memory.needsUnknown",
                device.name(),
                Numbers.bytes(device.free()));
    }

    private static StackedBar.Share share(String key, String look, long bytes) {
        return new StackedBar.Share(text(key), look, bytes);
    }

    private static String look(Part part) {
        return switch (part) {
            case WEIGHTS -> "cat-1";
            case GRADIENTS -> "cat-8";
            case OPTIMIZER -> "cat-3";
            case ACTIVATIONS -> "cat-2";
            case LOGITS -> "cat-4";
            case WORKSPACE -> "cat-6";
            case JUDGE -> "cat-5";
            case PROGRAM -> "cat-7";
        };
    }
}
