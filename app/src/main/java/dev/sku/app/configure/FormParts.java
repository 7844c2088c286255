package dev.sku.app.configure;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Ui;
import dev.sku.protocol.RunSpec;
import dev.sku.resources.Icon;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.MapChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Fields of the draft with their names, their faults and their preset values.
final class FormParts {
    private static final PseudoClass FAULTY = PseudoClass.getPseudoClass("faulty");

    private final ConfigureViewModel model;

    FormParts(ConfigureViewModel model) {
        this.model = model;
    }

    /// The field alone. Arrow keys step numbers, Shift tenfold; Ctrl D takes the preset's value, and so does a double click with Ctrl.
    TextField input(DraftField field, String... classes) {
        TextField input = Ui.styled(new TextField(), classes);
        input.setId("field-" + field.path().replace('.', '-'));
        input.setAccessibleText(text("field." + field.path()));
        hint(field).ifPresent(input::setPromptText);
        input.textProperty().bindBidirectional(model.text(field));
        input.setMinWidth(0);
        input.focusedProperty().subscribe(model::leave);
        Tooltip said = new Tooltip();
        Runnable mark =
                () -> {
                    String sentence = model.faults().get(field.path());
                    input.pseudoClassStateChanged(FAULTY, sentence != null);
                    String words = sentence == null ? presetOffer(field) : sentence;
                    said.setText(words);
                    input.setTooltip(words.isEmpty() ? null : said);
                };
        model.faults().addListener((MapChangeListener<String, String>) _ -> mark.run());
        input.setOnMouseEntered(_ -> mark.run());
        mark.run();
        input.setOnMouseClicked(e -> {
            if (e.getClickCount() == 2 && e.isShortcutDown()) {
                model.text(field).set(model.presetText(field));
            }
        });
        boolean number = List.of(classes).contains("number");
        input.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.D && e.isShortcutDown()) {
                model.text(field).set(model.presetText(field));
                e.consume();
            } else if (number && (e.getCode() == KeyCode.UP || e.getCode() == KeyCode.DOWN)) {
                int steps = (e.getCode() == KeyCode.UP ? 1 : -1) * (e.isShiftDown() ? 10 : 1);
                input.setText(NumberStep.step(input.getText(), steps));
                input.end();
                e.consume();
            }
        });
        return input;
    }

    /// The preset's value, where the field has another.
    private String presetOffer(DraftField field) {
        String usual = model.presetText(field);
        return usual.equals(model.text(field).get()) || field == DraftField.NAME
                ? ""
                : text("configure.presetValue", usual.isEmpty() ? text("field.empty") : usual);
    }

    /// A number with its name above.
    VBox number(DraftField field) {
        return named(field, "number");
    }

    /// A field with its name above.
    VBox named(DraftField field, String... classes) {
        TextField input = input(field, classes);
        Label name = Ui.label(text("field." + field.path()), "field-label");
        name.setLabelFor(input);
        VBox box = Ui.column(5, name, input);
        box.setMinWidth(0);
        return box;
    }

    /// What an empty field means.
    private static Optional<String> hint(DraftField field) {
        return switch (field) {
            case CLIP_NORM, CAP -> Optional.of(text("field.off"));
            case LAYERS -> Optional.of(text("layers.all"));
            case MODULES -> Optional.of(text("modules.all"));
            case ENCODER -> Optional.of(text("encoder.base"));
            case HARMFUL_COLUMNS -> Optional.of(text("columns.harmful.known"));
            case NORMAL_COLUMNS -> Optional.of(text("columns.normal.known"));
            case UNSEEN_HARMFUL, UNSEEN_NORMAL -> Optional.of(text("rows.heldBack"));
            case UNLEARNED_FOLDER, TASK_VECTOR_FILE -> Optional.of(text("output.inRun"));
            default -> Optional.empty();
        };
    }

    /// A field with its name at the left, in a form of such lines.
    HBox line(DraftField field, Region... after) {
        TextField input = input(field);
        // Of a long path the end tells more than the beginning.
        input.textProperty()
                .subscribe(words -> {
                    if (!input.isFocused()) {
                        input.positionCaret(words.length());
                    }
                });
        Label name = Ui.sized(Ui.label(text("field." + field.path()), "field-label"), 96);
        name.setLabelFor(input);
        HBox line = Ui.row(8, name, Ui.wide(input));
        line.getChildren().addAll(after);
        return line;
    }

    /// A line with a button that asks for a place.
    HBox line(DraftField field, String name, Supplier<Optional<Path>> ask) {
        Button choose =
                Ui.iconButton(
                        "choose-" + field.path().replace('.', '-'),
                        name,
                        Icon.FOLDER,
                        () -> ask.get().ifPresent(p -> model.text(field).set(p.toString())));
        return line(field, choose);
    }

    /// Shows nodes only while the draft has what they are for.
    void showWhile(Predicate<RunSpec> wanted, Node... nodes) {
        for (Node node : nodes) {
            node.managedProperty().bind(node.visibleProperty());
            model.draftProperty().subscribe(s -> node.setVisible(wanted.test(s)));
        }
    }

    /// Fields that are seldom changed. What is not as usual, or faulty, is never out of sight.
    TitledPane fold(
            String id,
            String title,
            Predicate<RunSpec> unusual,
            List<DraftField> fields,
            Node... content) {
        TitledPane fold = new TitledPane(title, Ui.column(10, content));
        fold.setId(id);
        fold.getStyleClass().add("fold");
        fold.setAnimated(false);
        fold.setExpanded(false);
        Runnable open =
                () -> {
                    boolean faulty = fields.stream().anyMatch(f -> isFaulty(f.path()));
                    if (faulty || unusual.test(model.draftProperty().get())) {
                        fold.setExpanded(true);
                    }
                };
        model.draftProperty().subscribe(open);
        model.faults().addListener((MapChangeListener<String, String>) _ -> open.run());
        return fold;
    }

    private boolean isFaulty(String path) {
        return model.faults().keySet().stream()
                .anyMatch(p -> p.equals(path) || p.startsWith(path + "."));
    }

    /// The sentence of a fault in any of these fields, under them; takes no room while there is none.
    Label fault(DraftField... fields) {
        return fault(List.of(fields).stream().map(DraftField::path).toList());
    }

    Label fault(List<String> paths) {
        Label label = Ui.wrapped("", "fault");
        label.setGraphic(Icon.FAULT.node());
        label.setId("fault-" + paths.getFirst().replace('.', '-'));
        Runnable show =
                () -> {
                    String sentence =
                            paths.stream()
                                    .map(p -> model.faults().get(p))
                                    .filter(java.util.Objects::nonNull)
                                    .findFirst()
                                    .orElse("");
                    label.setText(sentence);
                    label.setVisible(!sentence.isEmpty());
                    label.setManaged(!sentence.isEmpty());
                };
        model.faults().addListener((MapChangeListener<String, String>) _ -> show.run());
        show.run();
        return label;
    }

    /// A slider that writes what it shows into a field, and follows it; the field may go beyond the slider.
    Slider slider(DraftField field, double max, double step, String... classes) {
        Slider slider = Ui.slider(0, max, classes);
        slider.setId("slider-" + field.path().replace('.', '-'));
        slider.setAccessibleText(text("field." + field.path()));
        slider.setBlockIncrement(step);
        slider.setOnMouseReleased(_ -> model.leave());
        slider.setOnMouseClicked(e -> {
            if (e.getClickCount() == 2) {
                model.text(field).set(model.presetText(field));
            }
        });
        SimpleObjectProperty<Boolean> following = new SimpleObjectProperty<>(false);
        slider.valueProperty()
                .subscribe((_, now) -> {
                    if (!following.get()) {
                        double rounded = Math.round(now.doubleValue() / step) * step;
                        String words = String.format(Locale.ROOT, "%.4f", rounded);
                        model.text(field).set(NumberStep.plain(Double.parseDouble(words)));
                    }
                });
        model.text(field)
                .subscribe(words -> {
                    following.set(true);
                    NumberStep.value(words).ifPresent(v -> slider.setValue(Math.clamp(v, 0, max)));
                    following.set(false);
                });
        return slider;
    }

    /// A property that follows a choice of the draft and changes it.
    <T> ObjectProperty<T> choice(String path, Function<RunSpec, T> read) {
        ObjectProperty<T> value =
                new SimpleObjectProperty<>(read.apply(model.draftProperty().get()));
        model.draftProperty().subscribe(s -> value.set(read.apply(s)));
        value.subscribe((_, now) -> model.edit(s -> Draft.with(s, path, now)));
        return value;
    }

    CheckBox check(String id, String path, String words, Function<RunSpec, Boolean> read) {
        CheckBox box = new CheckBox(words);
        box.setId(id);
        box.setMinWidth(0);
        ObjectProperty<Boolean> value = choice(path, read);
        value.subscribe(box::setSelected);
        box.setOnAction(_ -> value.set(box.isSelected()));
        return box;
    }

    static <T> ComboBox<T> combo(String id, Function<T, String> words, List<T> choices) {
        ComboBox<T> box = new ComboBox<>();
        box.setId(id);
        box.getItems().setAll(choices);
        box.setCellFactory(_ -> cell(words));
        box.setButtonCell(cell(words));
        box.setMaxWidth(Double.MAX_VALUE);
        box.setMinWidth(0);
        return box;
    }

    static <T> ListCell<T> cell(Function<T, String> words) {
        return new ListCell<>() {
            @Override
            protected void updateItem(T item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty || item == null ? null : words.apply(item));
            }
        };
    }
}
