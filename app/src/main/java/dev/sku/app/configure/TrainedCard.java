package dev.sku.app.configure;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Projections;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.Trained;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// Which tensors are trained: all, or low-rank adapters on chosen projections, in all layers or some.
final class TrainedCard extends VBox {
    private enum Kind {
        FULL,
        LORA
    }

    private final ConfigureViewModel model;
    private final FlowPane targets = new FlowPane(5, 5);
    private final GridPane numbers = Ui.grid(12, 25, 25, 25, 25);

    TrainedCard(ConfigureViewModel model, FormParts parts) {
        this.model = model;
        getStyleClass().add("card");
        ObjectProperty<Kind> kind = new SimpleObjectProperty<>();
        model.draftProperty()
                .subscribe(
                        s -> kind.set(s.trained() instanceof Trained.Lora ? Kind.LORA : Kind.FULL));
        kind.subscribe(now -> model.edit(s -> Draft.with(s, "trained", as(now, s.trained()))));
        VBox rank = parts.number(DraftField.RANK);
        VBox alpha = parts.number(DraftField.ALPHA);
        VBox dropout = parts.number(DraftField.ADAPTER_DROPOUT);
        VBox layers = parts.named(DraftField.LAYERS);
        VBox modules = parts.named(DraftField.MODULES);
        numbers.addRow(0, rank, alpha, dropout, layers);
        numbers.add(modules, 2, 0, 2, 1);
        parts.showWhile(s -> s.trained() instanceof Trained.Lora, rank, alpha, dropout, targets);
        parts.showWhile(s -> s.trained() instanceof Trained.Full, modules);
        model.draftProperty()
                .subscribe(s -> {
                    boolean adapters = s.trained() instanceof Trained.Lora;
                    GridPane.setColumnIndex(layers, adapters ? 3 : 0);
                    GridPane.setColumnSpan(layers, adapters ? 1 : 2);
                });
        getChildren()
                .addAll(
                        Ui.cardHead(
                                text("trained.title"),
                                new Segmented<>(
                                        "trained",
                                        kind,
                                        k -> text("trained", k),
                                        Kind.FULL,
                                        Kind.LORA)),
                        numbers,
                        parts.fault(
                                DraftField.RANK,
                                DraftField.ALPHA,
                                DraftField.ADAPTER_DROPOUT,
                                DraftField.LAYERS,
                                DraftField.MODULES),
                        targets,
                        parts.fault(List.of("trained.targets")));
        model.draftProperty().subscribe(this::chips);
    }

    private static Trained as(Kind kind, Trained now) {
        return switch (kind) {
            case FULL ->
                    now instanceof Trained.Full
                            ? now
                            : new Trained.Full(now.layers(), null, now.modelDropout());
            case LORA ->
                    now instanceof Trained.Lora
                            ? now
                            : new Trained.Lora(
                                    8,
                                    16,
                                    0,
                                    List.of(Projections.ALL_LINEAR),
                                    now.layers(),
                                    now.modelDropout());
        };
    }

    /// A chip for each projection; `all-linear` stands alone.
    private void chips(RunSpec spec) {
        if (!(spec.trained() instanceof Trained.Lora lora)) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        names.add(Projections.ALL_LINEAR);
        boolean llama =
                lora.targets().stream()
                        .anyMatch(
                                t -> !Projections.OPT.contains(t) && Projections.LLAMA.contains(t));
        names.addAll(llama ? Projections.LLAMA : Projections.OPT);
        if (!llama) {
            names.addAll(lora.targets());
        }
        List<ToggleButton> chips = new ArrayList<>();
        for (String name : names) {
            ToggleButton chip = Ui.chip("target-" + name, name);
            chip.setMnemonicParsing(false);
            chip.setSelected(lora.targets().contains(name));
            chip.setOnAction(_ -> choose(name, chip.isSelected()));
            chips.add(chip);
        }
        List<String> shown = targets.getChildren().stream().map(javafx.scene.Node::getId).toList();
        if (shown.equals(chips.stream().map(ToggleButton::getId).toList())) {
            for (int i = 0; i < chips.size(); i++) {
                ((ToggleButton) targets.getChildren().get(i))
                        .setSelected(chips.get(i).isSelected());
            }
        } else {
            targets.getChildren().setAll(chips);
        }
    }

    private void choose(String name, boolean on) {
        model.edit(s -> {
            if (!(s.trained() instanceof Trained.Lora l)) {
                return s;
            }
            Set<String> next = new LinkedHashSet<>(l.targets());
            if (on && name.equals(Projections.ALL_LINEAR)) {
                next.clear();
            } else if (on) {
                next.remove(Projections.ALL_LINEAR);
            }
            if (on) {
                next.add(name);
            } else {
                next.remove(name);
            }
            return Draft.with(
                    s,
                    "trained",
                    new Trained.Lora(
                            l.rank(),
                            l.alpha(),
                            l.dropout(),
                            List.copyOf(next),
                            l.layers(),
                            l.modelDropout()));
        });
    }
}
