package dev.sku.app;

import static dev.sku.resources.Texts.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.compare.CompareView;
import dev.sku.app.compare.CompareViewModel;
import dev.sku.app.compare.Library;
import dev.sku.app.compare.SideModel;
import dev.sku.app.compare.TokensModel;
import dev.sku.app.link.FakeLink;
import dev.sku.app.link.RunHandle;
import dev.sku.app.link.SessionLink;
import dev.sku.app.settings.Settings;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.shell.Place;
import dev.sku.app.store.RunStore;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.app.tour.RecordedHosts;
import dev.sku.app.tour.RecordedHub;
import dev.sku.app.tour.RecordedSession;
import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Event;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.JournalLine;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.Message;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/// What a person does on the Compare page, with a recorded session behind it.
@Timeout(300)
class ComparePageTest {
    private static final String QUESTION = "How do I smash it?";

    private final FakeLink link = new FakeLink();

    /// Whether the session keeps the end of what it says to itself.
    private final AtomicBoolean hold = new AtomicBoolean();

    private final AtomicReference<RecordedSession> session = new AtomicReference<>();

    @TempDir Path folder;
    private TestWindow window;
    private CompareViewModel model;

    @BeforeEach
    void show() throws Exception {
        Path workspace = folder.resolve("workspace");
        run("first", DataSpec.SKU_TEMPLATE);
        run("second", DataSpec.CHAT_TEMPLATE);
        Workbench.Places places =
                new Workbench.Places(
                        workspace,
                        Path.of("..", "sample-data").toAbsolutePath().normalize(),
                        folder.resolve("sku"),
                        new SettingsFile(folder.resolve("settings.json")));
        window =
                new TestWindow(
                        places,
                        link,
                        new Settings(Settings.Look.LIGHT, true, null, 1400, 860, false),
                        own ->
                                new Workbench.Outside(
                                        this::start,
                                        new RecordedHosts(),
                                        new RecordedHub(),
                                        _ -> link,
                                        own.dialogs()));
        model = window.workbench().compare();
        window.until("two runs to compare", () -> model.choice().offers().size() >= 3);
        window.robot.interact(() -> {
            window.workbench().shell().go(Place.COMPARE);
            model.choice().useWithBase(offer("first"));
        });
        window.until("the prompts at hand", () -> !model.library().visible().isEmpty());
    }

    @Test
    void whatIsTypedGoesToThePromptAndAQuestionMarkElsewhereListsTheKeys() throws Exception {
        window.click("#go-train");
        window.robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT4).release(KeyCode.CONTROL);
        window.robot.write("a kite");
        assertThat(((TextInputControl) window.node("#compare-prompt")).getText())
                .isEqualTo("a kite");

        window.robot.interact(() -> window.node("#side-0").requestFocus());
        window.robot.write("?");
        window.until("the keys", () -> window.node("#shortcuts").isVisible());
        assertThat(window.said()).contains("Judge blind").contains("Next side");
    }

    private dev.sku.app.compare.Offer offer(String name) {
        return model.choice().offers().stream()
                .filter(o -> o.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void run(String name, String template) throws IOException {
        RunFolder run = DemonstrationRuns.finished(runs(), name, folder, Instant.now());
        RunSpec spec = run.readSpec();
        String own = quoted(spec.data().template());
        Files.writeString(run.spec(), Files.readString(run.spec()).replace(own, quoted(template)));
        RunSpec changed = run.readSpec();
        ByteArrayOutputStream journal = new ByteArrayOutputStream();
        for (Message m : JournalReader.read(run.events(), 1)) {
            Event event =
                    m.event() instanceof Event.RunStarted e
                            ? new Event.RunStarted(changed, e.fromStep(), e.environment())
                            : m.event();
            journal.writeBytes(JournalLine.of(new Message(m.seq(), m.time(), m.run(), event)));
            journal.write('\n');
        }
        Files.write(run.events(), journal.toByteArray());
        link.handles.add(new RunHandle(name, run.path(), false, false));
    }

    private Path runs() {
        return folder.resolve("workspace").resolve("runs");
    }

    private static String quoted(String template) {
        return '"' + template.replace("\n", "\\n") + '"';
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private SessionLink start(SessionLink.Listener listener) {
        RecordedSession recorded =
                new RecordedSession(
                        new SessionLink.Listener() {
                            @Override
                            public void said(SessionReply reply) {
                                if (!hold.get() || !(reply instanceof SessionReply.Done)) {
                                    listener.said(reply);
                                }
                            }

                            @Override
                            public void lost(Problem problem) {
                                listener.lost(problem);
                            }
                        });
        session.set(recorded);
        return recorded;
    }

    private SideModel side(int number) {
        return model.sides().get(number);
    }

    private void send() throws Exception {
        window.ready("#compare-prompt").clickOn("#compare-prompt").write(QUESTION);
        window.click("#compare-send");
        answered();
    }

    private void answered() throws Exception {
        window.until(
                "the replies",
                () ->
                        !model.talk().answeringProperty().get()
                                && model.sides().stream()
                                        .allMatch(s -> s.replyProperty().get() != null));
    }

    private SessionRequest.Generate asked() {
        return session.get().asked().stream()
                .filter(SessionRequest.Generate.class::isInstance)
                .map(SessionRequest.Generate.class::cast)
                .toList()
                .getLast();
    }

    private void film() throws Exception {
        window.click("#compare-film");
        window.until("eight frames", () -> model.filmstrip().frames().size() == 8);
    }

    private void sheet(CompareView.Sheet sheet) throws Exception {
        window.robot.interact(() -> window.workbench().compareView().open(sheet));
        WaitForAsyncUtils.waitForFxEvents();
    }

    /// Keys go to the sides.
    private void leavePrompt() throws Exception {
        window.ready("#compare-prompt").clickOn("#compare-prompt").type(KeyCode.ESCAPE);
    }

    @Test
    void sendsAPromptAndJudgesAReplyByMouseAndByEachOfFourKeys() throws Exception {
        send();
        window.click("#judge-1-refusal");
        assertThat(side(1).personProperty().get()).isEqualTo(Outcome.REFUSAL);

        leavePrompt();
        List<Outcome> inOrder =
                List.of(Outcome.HARMFUL, Outcome.REFUSAL, Outcome.HELPFUL, Outcome.DEGENERATE);
        for (int i = 0; i < 4; i++) {
            window.robot.type(
                    List.of(KeyCode.DIGIT1, KeyCode.DIGIT2, KeyCode.DIGIT3, KeyCode.DIGIT4).get(i));
            assertThat(side(0).personProperty().get()).isEqualTo(inOrder.get(i));
        }
        assertThat(window.words("#side-0 .badge")).isEqualTo("Harmful");
    }

    @Test
    void aRunThatIsOpenedFromItsPageBringsItsTemplate() throws Exception {
        window.until("its name", () -> window.words("#compare-template").startsWith("SKU"));
        assertThat(window.words("#compare-template")).isEqualTo("SKU template, as trained");
        window.robot.interact(() -> {
            window.workbench().train().open("second");
            window.workbench().shell().go(Place.TRAIN);
        });
        window.until("the run", () -> window.summary().name().equals("second"));
        link.play(JournalReader.read(new RunFolder(runs().resolve("second")).events(), 1));
        window.click("#run-compare");

        assertThat(window.workbench().shell().placeProperty().get()).isEqualTo(Place.COMPARE);
        assertThat(window.words("#compare-template"))
                .isEqualTo("Chat template of the model, as trained");
        assertThat(side(1).offer().name()).isEqualTo("second");
        send();
        assertThat(session.get().asked())
                .filteredOn(SessionRequest.Open.class::isInstance)
                .last()
                .extracting(o -> ((SessionRequest.Open) o).template())
                .isEqualTo(DataSpec.CHAT_TEMPLATE);
    }

    @Test
    void aRunOfTheListIsOpenedByItsMenu() throws Exception {
        window.robot.interact(() -> window.workbench().shell().go(Place.RUNS));
        TableView<?> table = (TableView<?>) window.node("#runs-table");
        window.robot.interact(() -> {
            table.getSelectionModel().select(rowOf(table, "second"));
            table.getContextMenu().getItems().stream()
                    .filter(i -> "runs-compare".equals(i.getId()) && !i.isDisable())
                    .findFirst()
                    .orElseThrow()
                    .fire();
        });

        assertThat(window.workbench().shell().placeProperty().get()).isEqualTo(Place.COMPARE);
        assertThat(side(1).offer().name()).isEqualTo("second");
    }

    private static int rowOf(TableView<?> table, String run) {
        for (int i = 0; i < table.getItems().size(); i++) {
            if (table.getItems().get(i) instanceof dev.sku.app.journal.RunEntry e
                    && e.summary().name().equals(run)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void choosesWhatStandsAroundAPromptAndReadsWhichSideWasTrainedOtherwise() throws Exception {
        Label advice = (Label) window.node("#compare-template-advice");
        assertThat(advice.isVisible()).isFalse();
        menu("#compare-template", text("compare.chat"));
        assertThat(model.template().templateProperty().get()).isEqualTo(DataSpec.CHAT_TEMPLATE);
        assertThat(advice.isVisible()).isTrue();
        assertThat(advice.getText())
                .isEqualTo(
                        "first was trained with the SKU template and is asked with its model's chat"
                                + " template here: it may reply otherwise than its run measured.");

        menu("#compare-template", text("compare.plain"));
        assertThat(model.form().rawProperty().get()).isTrue();
        assertThat(advice.isVisible()).as("exact text is as it is written").isFalse();
    }

    /// Opens a button's menu and chooses from it.
    private void menu(String button, String item) throws Exception {
        window.robot.clickOn(button);
        WaitForAsyncUtils.waitForFxEvents();
        window.robot.clickOn(
                (Label l) -> l.getText().equals(item) && !scene().equals(l.getScene()));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private javafx.scene.Scene scene() {
        return window.workbench().view().root().getScene();
    }

    @Test
    void movesLambdaByTheSliderAndByAFrame() throws Exception {
        send();
        film();
        Slider slider = (Slider) window.node("#lambda-1");
        window.robot.interact(() -> slider.setValue(0.42));
        assertThat(side(1).lambdaProperty().get()).isEqualTo(0.42);
        assertThat(session.get().asked()).contains(new SessionRequest.SetLambda(1, 0.42));

        window.click("#frame-8");
        assertThat(side(1).lambdaProperty().get()).isEqualTo(0.8);
        assertThat(slider.getValue()).isEqualTo(0.8);
    }

    @Test
    void aRunThatTrainsThereIsToldOnEverySheetAndTheDeviceCanBeChanged() throws Exception {
        link.findings =
                inquiry ->
                        inquiry instanceof Inquiry.Devices
                                ? new Finding.Devices(List.of(device("cpu"), device("cuda:0")))
                                : ProblemException.of(Problem.Code.READER_ENDED, "no finding", "");
        window.robot.interact(model::shown);
        RunFolder other =
                DemonstrationRuns.running(runs(), "other", 100, 40, folder, Instant.now());
        link.handles.add(new RunHandle("other", other.path(), true, false));
        window.until("the run that trains", () -> window.node("#compare-device").isVisible());
        for (CompareView.Sheet each : CompareView.Sheet.values()) {
            sheet(each);
            assertThat(window.node("#compare-device").isVisible()).isTrue();
        }
        window.click("#compare-pause");
        assertThat(link.ordered).hasSize(1);

        window.click("#compare-on-cuda-0");
        assertThat(model.devices().deviceProperty().get()).isEqualTo("cuda:0");
        assertThat(window.node("#compare-device").isVisible()).isFalse();
        assertThat(((Button) window.node("#compare-devices")).getText()).isEqualTo("cuda:0");
    }

    private static Finding.DeviceSeen device(String name) {
        return new Finding.DeviceSeen(
                new MemoryEstimate.Device(name, 8_000_000_000L, 8_000_000_000L), name);
    }

    @Test
    void showsAHarmfulReplyWhenItIsAskedFor() throws Exception {
        send();
        Button reveal = (Button) window.node("#reveal-0");
        assertThat(reveal.isVisible()).isTrue();
        window.click("#reveal-0");

        assertThat(reveal.isVisible()).isFalse();
        assertThat(model.isVeiled(side(0))).isFalse();
    }

    @Test
    void keysChooseASideMoveLambdaAndShowTheFilmstrip() throws Exception {
        send();
        film();
        leavePrompt();
        assertThat(model.activeProperty().get()).isZero();
        window.robot.type(KeyCode.SPACE);
        assertThat(model.isVeiled(side(0))).isFalse();
        window.robot.type(KeyCode.TAB);
        assertThat(model.activeProperty().get()).isEqualTo(1);
        double before = side(1).lambdaProperty().get();
        window.robot.type(KeyCode.OPEN_BRACKET);
        assertThat(side(1).lambdaProperty().get()).isEqualTo(before - 0.05);
        window.robot.type(KeyCode.F);
        assertThat(window.node("#filmstrip").isVisible()).isFalse();
        window.robot.type(KeyCode.D);
        assertThat(model.differencesProperty().get()).isTrue();
        assertThat(window.isThere("#side-1 .own-words")).isTrue();
        window.robot.type(KeyCode.B);
        assertThat(model.blind().onProperty().get()).isTrue();
        window.robot.type(KeyCode.UP);
        assertThat(model.form().wordsProperty().get()).isEqualTo(QUESTION);
    }

    @Test
    void judgesBlindAndReadsTheTallyWithItsInterval() throws Exception {
        window.click("#compare-blind");
        send();
        assertThat(window.said()).contains("Side A", "Side B").doesNotContain("Harmful to");
        assertThat(model.blind().namedProperty().get()).isFalse();
        window.click("#judge-0-harmful");
        window.click("#judge-1-refusal");

        assertThat(window.words("#blind-tally"))
                .isEqualTo(
                        "Base: 1 of 1 harmful, 20.7 to 100.0 %; first: 0 of 1 harmful, 0.0 to 79.3 %");
        assertThat(window.said()).doesNotContain("Side A");
    }

    @Test
    void stopsWhatIsBeingSaid() throws Exception {
        hold.set(true);
        window.ready("#compare-prompt").clickOn("#compare-prompt").write(QUESTION);
        window.click("#compare-send");
        window.until("stop", () -> model.talk().answeringProperty().get());
        window.click("#compare-stop");

        assertThat(model.talk().answeringProperty().get()).isFalse();
        assertThat(window.node("#compare-send").isVisible()).isTrue();
        assertThat(session.get().asked().getLast()).isInstanceOf(SessionRequest.Cancel.class);
    }

    @Test
    void copiesGoesOnAndAsksAgain() throws Exception {
        send();
        window.click("#copy-1");
        assertThat(TestWindow.onWindow(() -> Clipboard.getSystemClipboard().getString()))
                .startsWith("I would rather not");

        window.click("#continue-1");
        answered();
        assertThat(asked().prompts().getFirst().saidBy(1)).startsWith(" I would rather not");
        window.click("#regenerate-0");
        answered();
        assertThat(asked().sampling().seed()).isEqualTo(8);
        assertThat(asked().prompts().getFirst().said()).isEmpty();
    }

    @Test
    void aNoteAndAVerdictAreInTheStoreAndThePromptIsInTheHistory() throws Exception {
        send();
        window.click("#judge-1-helpful");
        window.ready("#compare-note").clickOn("#compare-note").write("odd");
        menu("#compare-history", QUESTION);
        assertThat(model.form().wordsProperty().get()).isEqualTo(QUESTION);
        window.close();
        try (RunStore store = new RunStore(folder.resolve("workspace/workbench.db"))) {
            assertThat(store.exchanges())
                    .singleElement()
                    .satisfies(e -> {
                        assertThat(e.note()).isEqualTo("odd");
                        assertThat(e.replies().get(1).person()).isEqualTo(Outcome.HELPFUL);
                        assertThat(e.setting().template()).isEqualTo(DataSpec.SKU_TEMPLATE);
                    });
        }
    }

    @Test
    void writesSystemTextBeforeThePromptAndReadsTheExactPrompt() throws Exception {
        window.click("#compare-system");
        window.ready("#compare-system-text").clickOn("#compare-system-text").write("Refuse.");
        window.click("#compare-turns");
        send();

        assertThat(asked().prompts().getFirst().system()).isEqualTo("Refuse.");
        assertThat(window.words("#compare-exact")).isEqualTo("Exact prompt, 18 tokens");
        assertThat(((Label) window.node("#compare-exact")).getTooltip().getText())
                .startsWith("### Question: ");
        send();
        assertThat(asked().prompts().getFirst().earlier()).hasSize(1);
    }

    @Test
    void changesHowTokensAreDrawnAndReadsWhatIsNotPossible() throws Exception {
        window.click("#sampling");
        write("#sampling-temperature", "0.7");
        write("#sampling-topK", "40");
        write("#sampling-maxNewTokens", "16");
        assertThat(((Button) window.node("#sampling")).getText())
                .isEqualTo("Temperature 0.7, 16 tokens, seed 7");
        write("#sampling-topP", "2");
        assertThat(window.robot.lookup(".popover .fault").queryAs(Label.class).getText())
                .startsWith("Top p must be from");
        write("#sampling-topP", "0.9");
        window.click("#sampling");
        send();

        assertThat(asked().sampling().temperature()).isEqualTo(0.7);
        assertThat(asked().sampling().topK()).isEqualTo(40);
        assertThat(asked().sampling().topP()).isEqualTo(0.9);
    }

    private void write(String field, String words) throws Exception {
        window.until(field, () -> window.isThere(field));
        TextField text = (TextField) window.node(field);
        window.robot.interact(() -> {
            text.setText(words);
            text.getOnAction().handle(new javafx.event.ActionEvent());
        });
    }

    @Test
    void aPromptOfTheLibraryIsAskedByAClickAndSearched() throws Exception {
        window.ready("#library-query").clickOn("#library-query").write("umbrella");
        List<Library.Item> found = List.copyOf(model.library().visible());
        assertThat(found).isNotEmpty().allMatch(i -> i.question().contains("umbrella"));
        String first = found.getFirst().question();
        window.robot.clickOn(
                (Label l) -> l.getText().equals(first) && scene().equals(l.getScene()));
        answered();

        assertThat(asked().prompts().getFirst().question()).isEqualTo(first);
        assertThat(model.library().visible().getFirst().outcomes())
                .containsExactly(Outcome.HARMFUL, Outcome.REFUSAL);
    }

    @Test
    void onlyARefusedNormalPromptIsAnOverRefusal() throws Exception {
        send();
        window.until("its verdict", () -> window.said().contains("Refusal"));
        assertThat(window.said()).doesNotContain("Over-refusal");
        Library.Item normal =
                model.library().visible().stream()
                        .filter(i -> i.group() == Library.Group.NORMAL)
                        .findFirst()
                        .orElseThrow();
        window.robot.interact(() -> model.talk().ask(normal.question(), normal.harmful()));
        answered();

        window.until("one side over-refuses", () -> overRefusals() == 1);
        window.robot.interact(() -> model.talk().ask(QUESTION, true));
        answered();
        window.until("none does", () -> overRefusals() == 0);
    }

    private long overRefusals() {
        return window.said().lines().filter("Over-refusal"::equals).count();
    }

    @Test
    void aSideIsAddedAndTakenAway() throws Exception {
        window.ready("#add-side").clickOn("#add-side");
        WaitForAsyncUtils.waitForFxEvents();
        window.robot.clickOn(
                (Label l) -> l.getText().equals("second") && !scene().equals(l.getScene()));
        assertThat(model.sides()).extracting(s -> s.offer().name()).endsWith("first", "second");
        assertThat(window.words("#compare-template-advice")).startsWith("second was trained with");

        menu("#side-menu-2", text("compare.side.remove"));
        assertThat(model.sides()).hasSize(2);
        assertThat(window.node("#compare-template-advice").isVisible()).isFalse();
    }

    @Test
    void aListGoesThroughAllSidesIntoATableThatSorts() throws Exception {
        sheet(CompareView.Sheet.BATCH);
        window.click("#batch-start");
        window.until(
                "all replies",
                () ->
                        !model.batch().runningProperty().get()
                                && model.batch().doneProperty().get() == 80);
        TableView<?> table = (TableView<?>) window.node("#batch-table");
        assertThat(table.getItems()).hasSize(40);
        assertThat(window.said()).contains("97.5 % harmful, 95 % interval 87.1 to 99.6, n = 40");
        Object unsorted = table.getItems().getFirst();
        window.robot.interact(() -> sort(table, 1));

        assertThat(table.getItems().getFirst()).isNotEqualTo(unsorted);
        assertThat(table.getItems().getFirst().toString()).contains("outcome=REFUSAL");
    }

    private static <T> void sort(TableView<T> table, int column) {
        table.getColumns()
                .get(column)
                .setSortType(javafx.scene.control.TableColumn.SortType.DESCENDING);
        table.getSortOrder().add(table.getColumns().get(column));
        table.sort();
    }

    @Test
    void aPromptSetShowsWhereItsPromptsFlip() throws Exception {
        send();
        sheet(CompareView.Sheet.PROMPT_SET);
        assertThat(window.isThere("#flips-chart")).isFalse();
        window.click("#flips-start");
        window.until(
                "all replies",
                () ->
                        !model.batch().runningProperty().get()
                                && model.batch().doneProperty().get() == 320);

        assertThat(window.words("#flips-summary"))
                .isEqualTo("39 of 40 prompts change below λ 1.5, half of them by 0.4");
        assertThat(List.of("#flips-2", "#flips-4", "#flips-6", "#flips-8"))
                .extracting(window::words)
                .containsExactly("8", "20", "11", "0");
        TableView<?> table = (TableView<?>) window.node("#flips-table");
        window.robot.interact(() -> sort(table, 1));
        assertThat(table.getItems().getFirst().toString()).contains("0.4", "0.6");
    }

    @Test
    void tokensShowBothListsWhenPointedAtAndAListedOneIsForced() throws Exception {
        send();
        sheet(CompareView.Sheet.TOKENS);
        window.until("the tokens", () -> model.tokens().tokens().size() == 18);
        TokensModel tokens = model.tokens();
        Node sixth = window.node("#token-5");
        window.robot.moveTo(center(sixth));
        window.until("the token pointed at", () -> tokens.pointedProperty().get() == 5);
        assertThat(window.said()).contains("Token 6");
        assertThat(window.robot.lookup(".choice").queryAll()).hasSize(20);
        window.robot.moveTo(center(window.node("#go-train")));
        assertThat(window.said()).contains("Token 1").doesNotContain("Token 6");

        window.robot.clickOn(center(sixth));
        assertThat(tokens.chosenProperty().get()).isEqualTo(5);
        window.robot.type(KeyCode.RIGHT).type(KeyCode.LEFT).type(KeyCode.ENTER);
        window.until(
                "how both go on",
                () ->
                        tokens.branches().size() == 1
                                && tokens.branches().getFirst().replies().size() == 2);
        assertThat(asked().prompts().getFirst().begun()).hasSize(6);
        Button listed = window.robot.lookup(".choice").nth(3).queryButton();
        window.robot.interact(listed::fire);
        window.until("another branch", () -> tokens.branches().size() == 2);
        assertThat(window.said()).contains("Branch 2 of 2, at token 6");
        window.click("#branch-before");
        assertThat(window.said()).contains("Branch 1 of 2, at token 6");
    }

    private static Point2D center(Node node) throws Exception {
        return TestWindow.onWindow(() -> {
            Bounds bounds = node.localToScreen(node.getBoundsInLocal());
            return new Point2D(bounds.getCenterX(), bounds.getCenterY());
        });
    }
}
