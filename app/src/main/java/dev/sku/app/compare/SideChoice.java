package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.Setting;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import dev.sku.protocol.SideSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Which models are compared, and whether the process has them open.
public final class SideChoice {
    public static final int MOST = 4;

    private final Conversation conversation;
    private final ReadOnlyStringProperty device;
    private final TemplateChoice template;
    private final Runnable changed;
    private final Runnable failed;
    private final Consumer<Boolean> held;
    private final ObservableList<Offer> offers = FXCollections.observableArrayList();
    private final ObservableList<SideModel> sides = FXCollections.observableArrayList();
    private final ObservableList<SideModel> sidesView =
            FXCollections.unmodifiableObservableList(sides);
    private final ObjectProperty<Quantization> quantize =
            new SimpleObjectProperty<>(Quantization.NONE);
    private boolean opened;

    /// @param device where they are opened
    /// @param template what stands around their prompts; follows the runs among them
    /// @param changed hears of other sides
    /// @param failed hears when they could not be opened
    /// @param held hears whether they are in memory
    SideChoice(
            Conversation conversation,
            ReadOnlyStringProperty device,
            TemplateChoice template,
            Runnable changed,
            Runnable failed,
            Consumer<Boolean> held) {
        this.conversation = conversation;
        this.device = device;
        this.template = template;
        this.changed = changed;
        this.failed = failed;
        this.held = held;
        device.subscribe(this::closed);
        template.templateProperty().subscribe(this::closed);
        quantize.subscribe(this::closed);
    }

    /// What sides can be. The first time, the first unlearned model and its base become the sides.
    public void offer(List<Offer> models) {
        offers.setAll(models);
        if (sides.isEmpty()) {
            models.stream().filter(o -> !o.isBase()).findFirst().ifPresent(this::useWithBase);
        }
    }

    /// A model with its base beside it.
    public void useWithBase(Offer model) {
        String base = model.spec().base();
        List<Offer> two = new ArrayList<>();
        if (base != null) {
            two.add(Offer.base(text("role.base"), base));
        }
        two.add(model);
        template.opened();
        use(two);
    }

    /// These models are the sides from now on.
    public void use(List<Offer> models) {
        changed.run();
        sides.setAll(models.stream().limit(MOST).map(SideModel::new).toList());
        opened = false;
        template.trained(trained(), true);
    }

    /// What the runs of sides that name no template were trained with is known.
    ///
    /// @param templates in the order of the sides; empty for a side of no run
    /// @param takeUp whether nothing was asked yet, so that the prompts to come can follow the first run
    void trainedWith(List<String> templates, boolean takeUp) {
        for (int i = 0; i < Math.min(templates.size(), sides.size()); i++) {
            if (!templates.get(i).isEmpty()) {
                sides.get(i).trainedWith(templates.get(i));
            }
        }
        template.trained(trained(), takeUp);
    }

    private List<TemplateChoice.Own> trained() {
        List<TemplateChoice.Own> runs = new ArrayList<>();
        for (SideModel side : sides) {
            String own = side.template();
            if (own != null) {
                runs.add(new TemplateChoice.Own(side.offer().name(), own));
            }
        }
        return runs;
    }

    public void set(int index, Offer model) {
        change(next -> next.set(index, model));
    }

    public void add(Offer model) {
        change(next -> next.add(model));
    }

    public void remove(int index) {
        change(next -> next.remove(index));
    }

    private void change(Consumer<List<Offer>> how) {
        List<Offer> next = new ArrayList<>(sides.stream().map(SideModel::offer).toList());
        how.accept(next);
        use(next);
    }

    /// Opens the sides where they are not.
    ///
    /// @return false where there is no process to open them in
    boolean open() {
        if (!opened) {
            List<SideSpec> specs = sides.stream().map(SideModel::spec).toList();
            opened =
                    conversation.ask(
                                    id ->
                                            new SessionRequest.Open(
                                                    id,
                                                    specs,
                                                    device.get(),
                                                    template.templateProperty().get(),
                                                    quantize.get()),
                                    this::hear)
                            != 0;
        }
        return opened;
    }

    /// What replies follow from now.
    Setting setting(Sampling sampling) {
        return new Setting(
                sampling, template.templateProperty().get(), device.get(), quantize.get());
    }

    private void hear(SessionReply reply) {
        if (reply instanceof SessionReply.Opened o) {
            for (int i = 0; i < Math.min(sides.size(), o.sides().size()); i++) {
                sides.get(i).opened(o.sides().get(i));
            }
            held.accept(true);
        } else if (reply instanceof SessionReply.Failed) {
            opened = false;
            failed.run();
        }
    }

    /// The process, or what it had open, is gone.
    void closed() {
        opened = false;
        held.accept(false);
    }

    /// The number of the first side whose λ can be changed.
    Optional<Integer> adjustable() {
        return IntStream.range(0, sides.size())
                .filter(i -> sides.get(i).isAdjustable())
                .boxed()
                .findFirst();
    }

    public ObservableList<Offer> offers() {
        return offers;
    }

    public ObservableList<SideModel> sides() {
        return sidesView;
    }

    /// How linear layers are held in memory; a change opens the sides anew with the next prompt.
    public ObjectProperty<Quantization> quantizeProperty() {
        return quantize;
    }
}
