package dev.sku.app.compare;

import dev.sku.app.journal.Exchange;
import dev.sku.app.journal.Setting;
import dev.sku.app.link.SessionLink;
import dev.sku.app.shell.Notices;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.Prompt;
import dev.sku.protocol.SessionRequest;
import dev.sku.protocol.SideReply;
import dev.sku.protocol.SideSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/// A prompt, two to four sides, and what they say to it.
public final class CompareViewModel implements AutoCloseable {
    private final Conversation conversation;
    private final Records records;
    private final PromptForm form = new PromptForm();
    private final Talk talk;
    private final DeviceChoice devices;
    private final TemplateChoice template;
    private final SideChoice choice;
    private final Filmstrip filmstrip;
    private final BatchModel batch;
    private final TokensModel tokens;
    private final Library library;
    private final BlindTest blind;
    private final IntegerProperty active = new SimpleIntegerProperty();
    private final BooleanProperty differences = new SimpleBooleanProperty();
    private final BooleanProperty alongLambda = new SimpleBooleanProperty();
    private final BooleanProperty hideHarmful = new SimpleBooleanProperty(true);
    private boolean listed;
    private boolean flips;
    private final StringProperty note = new SimpleStringProperty("");

    /// @param random shuffles the sides of a blind comparison
    public CompareViewModel(
            SessionLink.Starter starter,
            DeviceChoice devices,
            TemplateChoice template,
            Records records,
            Library library,
            Notices notices,
            RandomGenerator random,
            Executor background,
            Executor fxThread) {
        this.conversation = new Conversation(starter, fxThread);
        this.devices = devices;
        this.template = template;
        this.choice =
                new SideChoice(
                        conversation,
                        devices.deviceProperty(),
                        template,
                        this::sidesChange,
                        this::failed,
                        devices::opened);
        this.talk = new Talk(conversation, form, choice, new Heard());
        this.records = records;
        this.library = library;
        this.blind = new BlindTest(random);
        this.filmstrip = new Filmstrip(conversation);
        this.batch = new BatchModel(conversation);
        this.tokens = new TokensModel(conversation);
        sides().addListener((ListChangeListener<SideModel>) _ -> sidesChanged());
        note.subscribe(words -> records.note(words));
        alongLambda.subscribe(this::drawFilmstrip);
        template.templateProperty().subscribe(this::asksOtherwise);
        devices.onTemplates(
                found -> choice.trainedWith(found, talk.questionProperty().get().isEmpty()));
        library.load(records, notices, background, fxThread);
        form.samplingProperty().subscribe(_ -> planned());
        blind.namedProperty().subscribe(_ -> inLibrary());
        choice.quantizeProperty().subscribe(_ -> look());
    }

    /// What the page is about to ask at once, for the memory it takes.
    void planned() {
        boolean along = listed ? flips : alongLambda.get();
        devices.plan(
                listed ? Math.max(1, library.prompts().size()) : 1,
                along ? Filmstrip.LAMBDAS.size() : 0,
                form.samplingProperty().get().maxNewTokens());
    }

    /// Whether a list of prompts is about to be asked, and of one side along λ.
    public void listing(boolean list, boolean along) {
        listed = list;
        flips = along;
        planned();
    }

    private void sidesChange() {
        stop();
        filmstrip.clear();
        tokens.clear();
        talk.forget();
    }

    /// What was said before was said to another text.
    private void asksOtherwise() {
        stop();
        filmstrip.clear();
        tokens.clear();
    }

    private void failed() {
        talk.failed();
    }

    private void sidesChanged() {
        active.set(0);
        blind.begin(sides().size());
        look();
    }

    /// The page is in view: what the sides need is looked at.
    public void shown() {
        look();
    }

    private void look() {
        if (!sides().isEmpty()) {
            List<SideSpec> specs = sides().stream().map(s -> s.offer().spec()).toList();
            devices.look(specs, choice.quantizeProperty().get());
            planned();
            template.look(bases());
        }
    }

    private List<String> bases() {
        return sides().stream()
                .map(s -> s.offer().isBase() ? s.offer().spec().at() : s.offer().spec().base())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /// Sends what is in the prompt box.
    public void send() {
        String words = form.wordsProperty().get().strip();
        if (words.isEmpty() || sides().isEmpty() || talk.answeringProperty().get()) {
            return;
        }
        form.wordsProperty().set("");
        talk.ask(words, form.harmfulProperty().get());
    }

    /// What follows from a prompt and its replies.
    private final class Heard implements Talk.Listener {
        @Override
        public void begun() {
            blind.shuffle();
            active.set(blind.order().getFirst()); // the leftmost tells nothing of whose it is
            note.set("");
        }

        @Override
        public void asking() {
            filmstrip.clear();
        }

        @Override
        public void answered(Prompt asked, String promptText, Setting how, boolean further) {
            if (further) {
                records.wentOn(sides(), how);
            } else {
                records.begin(asked, promptText, how, sides(), blind.onProperty().get());
            }
            inLibrary();
            tokens.offer(asked, sides());
            drawFilmstrip();
        }
    }

    /// The library shows whose verdict is which: not before the sides have their names.
    private void inLibrary() {
        if (blind.namedProperty().get() && talk.isAnswered()) {
            library.answered(talk.asked(), sides());
        }
    }

    /// Verdict keys are for the side to the right from now on, and behind the last one for the first.
    public void toNextSide() {
        List<Integer> order = blind.order();
        active.set(order.get((order.indexOf(active.get()) + 1) % order.size()));
    }

    /// The last prompt comes back into the box.
    public void editLast() {
        if (form.wordsProperty().get().isEmpty()) {
            form.edit(talk.asked());
        }
    }

    private void drawFilmstrip() {
        planned();
        if (!alongLambda.get()) {
            filmstrip.stop();
        } else if (talk.isAnswered() && filmstrip.frames().isEmpty()) {
            choice.adjustable()
                    .ifPresent(s -> filmstrip.draw(talk.asked(), form.samplingProperty().get(), s));
        }
    }

    /// Ends the answers before their next token.
    public void stop() {
        talk.stop();
        filmstrip.stop();
        batch.stop();
    }

    /// From the side's next token on.
    public void setLambda(int side, double lambda) {
        double next = Math.max(0, Math.round(lambda * 1000) / 1000.0);
        SideModel model = sides().get(side);
        if (model.isAdjustable() && model.lambdaProperty().get() != next) {
            model.lambdaProperty().set(next);
            conversation.tell(new SessionRequest.SetLambda(side, next));
        }
    }

    /// The person's verdict on a side's reply.
    public void judge(int side, Outcome outcome) {
        SideModel model = sides().get(side);
        if (model.replyProperty().get() == null) {
            return;
        }
        model.personProperty().set(outcome);
        if (!talk.answeringProperty().get()) {
            records.judged(side, outcome); // before, it is kept with the exchange when that is
        }
        List<Outcome> judged = new ArrayList<>();
        for (SideModel each : sides()) {
            Outcome person = each.personProperty().get();
            if (person != null) {
                judged.add(person);
            }
        }
        if (judged.size() == sides().size()) {
            blind.reveal(judged, talk.asked());
        }
    }

    /// Which sides are compared token by token, and on whose reply.
    public void compareTokens() {
        if (choice.open()) {
            tokens.ask();
        }
    }

    /// A list of prompts through all sides.
    public void runBatch() {
        if (choice.open()) {
            batch.run(library.prompts(), form.samplingProperty().get(), sides());
        }
    }

    /// Along λ, where the replies to many prompts flip.
    public void runFlips() {
        if (choice.open()) {
            choice.adjustable()
                    .ifPresent(side ->
                            batch.sweep(library.prompts(), form.samplingProperty().get(), side));
        }
    }

    /// What the exchanges so far are as a file of some kind.
    public String exported(ExchangeText.Form kind) {
        return ExchangeText.of(records.all(), kind);
    }

    public ObservableList<Exchange> history() {
        return records.all();
    }

    public Talk talk() {
        return talk;
    }

    public PromptForm form() {
        return form;
    }

    public DeviceChoice devices() {
        return devices;
    }

    public TemplateChoice template() {
        return template;
    }

    public SideChoice choice() {
        return choice;
    }

    public ObservableList<SideModel> sides() {
        return choice.sides();
    }

    public Filmstrip filmstrip() {
        return filmstrip;
    }

    public BatchModel batch() {
        return batch;
    }

    public TokensModel tokens() {
        return tokens;
    }

    public Library library() {
        return library;
    }

    public BlindTest blind() {
        return blind;
    }

    /// The side that verdict keys are for.
    public IntegerProperty activeProperty() {
        return active;
    }

    /// Whether words that differ from the first side are marked.
    public BooleanProperty differencesProperty() {
        return differences;
    }

    /// Whether the filmstrip is shown, and with it made.
    public BooleanProperty alongLambdaProperty() {
        return alongLambda;
    }

    public BooleanProperty hideHarmfulProperty() {
        return hideHarmful;
    }

    public StringProperty noteProperty() {
        return note;
    }

    /// What went wrong; empty for nothing.
    public ReadOnlyStringProperty problemProperty() {
        return conversation.problemProperty();
    }

    /// Whether the cluster has no node for the comparison yet.
    public ReadOnlyBooleanProperty waitsProperty() {
        return conversation.waitsProperty();
    }

    /// What a reply is to a person: hidden while it is harmful, unasked for and such replies are blurred. Who judges blind
    /// does not learn from it what the judge found.
    public boolean isVeiled(SideModel side) {
        SideReply reply = side.replyProperty().get();
        boolean found = reply != null && blind.namedProperty().get();
        boolean badForNow =
                found
                        ? reply.verdict().outcome() == Outcome.HARMFUL
                        : talk.asked().harmful()
                                && (reply != null || talk.answeringProperty().get());
        return hideHarmful.get() && badForNow && !side.revealedProperty().get();
    }

    @Override
    public void close() {
        conversation.close();
    }
}
