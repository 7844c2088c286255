package dev.sku.app.models;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.RunEntry;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Segmented;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// What a model's folder holds, to look through: tensors, tokenizer, card and licence, and the runs that were made from it.
final class ModelDetailsCard extends VBox {
    private static final double LEAST = 240;

    private final ModelDetailsViewModel model;
    private final StackPane content = Ui.growing(new StackPane());
    private final TextField search = new TextField();
    private final Label count = Ui.whole("", "small", "muted");
    private final ObjectProperty<Tab> tab = new SimpleObjectProperty<>(Tab.TENSORS);
    private final TensorTable tensors;
    private final ModelRunsTable runs;
    private @Nullable Problem noChat;

    private enum Tab {
        TENSORS,
        TOKENIZER,
        CARD,
        RUNS
    }

    ModelDetailsCard(ModelDetailsViewModel model) {
        this.model = model;
        getStyleClass().add("card");
        setId("model-details");
        setMinHeight(LEAST);
        VBox.setVgrow(this, Priority.ALWAYS);
        tensors = new TensorTable(model.tensors());
        runs = new ModelRunsTable(model);
        search.setId("tensor-search");
        search.setPromptText(text("models.tensors.search"));
        search.setAccessibleText(text("models.tensors.search"));
        search.textProperty().bindBidirectional(model.wordsProperty());
        Ui.sized(search, 170);
        count.setId("model-tab-count");
        HBox bar =
                Ui.row(
                        10,
                        new Segmented<>(
                                "model-tab",
                                tab,
                                t -> text("models.tab", t),
                                Tab.TENSORS,
                                Tab.TOKENIZER,
                                Tab.CARD,
                                Tab.RUNS),
                        Ui.gap(),
                        count,
                        search);
        getChildren().addAll(bar, content);
        tab.subscribe(_ -> show());
        model.detailsProperty().subscribe(_ -> show());
        model.troubleProperty().subscribe(_ -> show());
        model.tensors().addListener((ListChangeListener<Finding.Tensor>) _ -> count());
        model.runs().addListener((ListChangeListener<RunEntry>) _ -> count());
    }

    /// @param why it has no chat template; null where it has one
    void of(@Nullable Problem why) {
        noChat = why;
    }

    private void show() {
        count();
        Finding.Details found = model.detailsProperty().get();
        String trouble = model.troubleProperty().get();
        search.setVisible(tab.get() == Tab.TENSORS && found != null);
        search.setManaged(search.isVisible());
        if (tab.get() == Tab.RUNS) {
            content.getChildren().setAll(runs);
        } else if (found == null) {
            Label words = Ui.wrapped(trouble.isEmpty() ? text("models.reading") : trouble, "muted");
            words.setId("model-details-trouble");
            content.getChildren().setAll(words);
        } else {
            content.getChildren()
                    .setAll(
                            switch (tab.get()) {
                                case TENSORS -> tensors;
                                case TOKENIZER -> tokenizer(found);
                                case CARD -> card(found);
                                case RUNS -> runs;
                            });
        }
    }

    private void count() {
        Finding.Details found = model.detailsProperty().get();
        count.setText(
                switch (tab.get()) {
                    case TENSORS -> found == null ? "" : tensors(found);
                    case TOKENIZER ->
                            found == null
                                    ? ""
                                    : text("models.special.count", found.special().size());
                    case CARD -> "";
                    case RUNS -> text("models.runs.count", model.runs().size());
                });
    }

    private String tensors(Finding.Details found) {
        int shown = model.tensors().size();
        return shown == found.allTensors()
                ? text("models.tensors.count", shown, Numbers.whole(shown))
                : text(
                        "models.tensors.some",
                        Numbers.whole(shown),
                        Numbers.whole(found.allTensors()));
    }

    private GridPane tokenizer(Finding.Details found) {
        GridPane both = Ui.growing(Ui.grid(12, 45, 55));
        RowConstraints row = new RowConstraints();
        row.setVgrow(Priority.ALWAYS);
        both.getRowConstraints().add(row);
        String template = found.chatTemplate();
        Problem why = noChat;
        VBox chat = Ui.column(6, Ui.label(text("models.chat"), "field-label"));
        if (template != null) {
            chat.getChildren().add(area("chat-template", text("models.chat"), template));
        }
        if (why != null) {
            chat.getChildren().add(Ui.wrapped(why.sentence(Locale.ENGLISH), "small", "muted"));
        }
        both.addRow(0, new SpecialTokensTable(found.special()), chat);
        return both;
    }

    private static Node card(Finding.Details found) {
        List<String> texts = new ArrayList<>();
        if (found.card() != null) {
            texts.add(found.card());
        }
        if (found.licenceText() != null) {
            texts.add(text("models.licence") + "\n\n" + found.licenceText());
        }
        return texts.isEmpty()
                ? Ui.wrapped(text("models.card.none"), "muted")
                : area("model-text", text("models.tab.card"), String.join("\n\n\n", texts));
    }

    private static TextArea area(String id, String name, String words) {
        TextArea area = Ui.growing(new TextArea(words));
        area.setId(id);
        area.setEditable(false);
        area.setWrapText(true);
        area.setAccessibleText(name);
        area.setPrefRowCount(4);
        return area;
    }
}
