package dev.sku.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.configure.Draft;
import dev.sku.app.journal.Input;
import dev.sku.app.link.FakeLink;
import dev.sku.app.link.HubPrograms;
import dev.sku.app.shell.Notices;
import dev.sku.app.store.RunStore;
import dev.sku.protocol.BadRow;
import dev.sku.protocol.ColumnMapping;
import dev.sku.protocol.Companions;
import dev.sku.protocol.Finding;
import dev.sku.protocol.HubContents;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.Inquiry.View;
import dev.sku.protocol.ModelShape;
import dev.sku.protocol.Presets;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsViewModelTest {
    private static final Finding.Model MODEL =
            new Finding.Model(
                    "OPTForCausalLM",
                    new ModelShape(
                            ModelShape.Family.OPT, 2, 64, 64, 256, 512, 4, 4, 16, 256, true, 4),
                    new Finding.Weights("m", 870_000, "float32", 3_500_000, 1),
                    512,
                    null,
                    List.of("the folder names no licence"),
                    null);
    private static final Finding.RowFacts FACTS =
            new Finding.RowFacts(250, 200, 3, 253, 253, null, new Finding.Split(175, 25, 50));

    @TempDir Path folder;

    private final FakeLink link = new FakeLink();
    private final Notices notices = new Notices();
    private ReadOnlyObjectWrapper<RunSpec> draft;
    private RunStore store;
    private ModelsViewModel model;

    ModelsViewModelTest(@TempDir Path other) {
        draft = new ReadOnlyObjectWrapper<>(Presets.SAMPLE.spec(other));
        store = new RunStore(other.resolve("workbench.db"));
        model = opened();
    }

    @BeforeEach
    void answer() {
        link.findings =
                inquiry ->
                        switch (inquiry) {
                            case Inquiry.Model _ -> MODEL;
                            case Inquiry.Details _ ->
                                    new Finding.Details(
                                            List.of(), List.of(), 0, List.of(), null, null, null);
                            case Inquiry.Secrets _ -> new Finding.Secrets(false, List.of());
                            case Inquiry.Cached _ ->
                                    new Finding.Cached(
                                            List.of(
                                                    new Finding.CachedModel(
                                                            "facebook/opt-125m", "/cache/opt")));
                            case Inquiry.Columns(String file) ->
                                    file.endsWith("own.csv")
                                            ? new Finding.Columns(
                                                    List.of("id", "Prompt", "Response"), null)
                                            : new Finding.Columns(
                                                    List.of("prompt"), Inquiry.Side.HARMFUL);
                            case Inquiry.Rows rows -> page(rows);
                            case Inquiry.Prompt _ ->
                                    new Finding.Prompt("### Question: a", 10, 4, 3, 0);
                            case Inquiry.Devices _ -> new Finding.Devices(List.of());
                            case Inquiry.Missing _ -> new Finding.Missing(List.of());
                            case Inquiry.Spec _ ->
                                    new Finding.Spec(Presets.SAMPLE.spec(Path.of("/sample")));
                            case Inquiry.Places(List<String> paths) ->
                                    new Finding.Places(
                                            paths.stream()
                                                    .map(ModelsViewModelTest::place)
                                                    .toList());
                            case Inquiry.Points _ -> new Finding.Points(List.of(), List.of());
                            case Inquiry.Measuring _ -> new Finding.Measuring(Companions.NONE);
                            case Inquiry.Sides _ -> new Finding.Sides(List.of(), List.of());
                        };
    }

    private static Finding.Place place(String path) {
        Path at = Path.of(path);
        return new Finding.Place(
                path,
                Files.isDirectory(at)
                        ? Finding.Place.Kind.FOLDER
                        : Files.exists(at) ? Finding.Place.Kind.FILE : Finding.Place.Kind.NONE);
    }

    private static Finding.Rows page(Inquiry.Rows rows) {
        boolean left = rows.page().view() == View.LEFT_OUT;
        return new Finding.Rows(
                FACTS,
                left ? 3 : 250,
                left
                        ? List.of()
                        : List.of(
                                new Finding.Row(
                                        rows.page().from(),
                                        rows.page().from() + 1,
                                        "q",
                                        "a",
                                        7,
                                        View.TRAINING)),
                left ? List.of(new BadRow("f", 9, "column a is empty")) : List.of());
    }

    private ModelsViewModel opened() {
        return new ModelsViewModel(
                link,
                store,
                new InputChoice(
                        draft.getReadOnlyProperty(),
                        change -> draft.set(change.apply(draft.get()))),
                _ -> List.of(),
                notices,
                Runnable::run,
                Runnable::run);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Path file(String name) throws Exception {
        return Files.writeString(folder.resolve(name), "");
    }

    @Test
    void ofADataSetThatHasArrivedTheFilesOfRowsAreAdded() {
        model.arrived(
                new HubPrograms.Wish("owner/rows", true),
                new HubViewModel.Offer(
                        folder.toString(),
                        new HubContents(
                                "owner/rows",
                                "0".repeat(40),
                                null,
                                List.of(
                                        new HubContents.File("README.md", 10),
                                        new HubContents.File("data/train.parquet", 10),
                                        new HubContents.File("test.jsonl.gz", 10)),
                                30,
                                0)));

        assertThat(model.entries())
                .extracting(e -> e.input().path())
                .containsExactly(folder + "/data/train.parquet", folder + "/test.jsonl.gz");
    }

    @Test
    void anAddedFolderIsAModelWithItsCard() {
        model.add(List.of(folder));

        assertThat(model.entries()).hasSize(1);
        assertThat(model.entries().getFirst().model()).isEqualTo(MODEL);
        assertThat(model.entries().getFirst().note()).isEqualTo("OPT, 0.87 M, float32, 4 MB");
    }

    @Test
    void addedRowsGoToTheSideWhoseLayoutTheyHave() throws Exception {
        model.add(List.of(file("rows.jsonl")));

        InputEntry entry = model.entries().getFirst();
        assertThat(entry.input().kind()).isEqualTo(Input.Kind.HARMFUL);
        assertThat(entry.input().columns()).isNull();
        assertThat(entry.rows()).isEqualTo(250);
    }

    @Test
    void aDropOfAFolderAndAFileIsAModelAndRows() throws Exception {
        model.add(List.of(folder, file("rows.jsonl")));

        assertThat(model.entries())
                .extracting(e -> e.input().kind())
                .containsExactlyInAnyOrder(Input.Kind.MODEL, Input.Kind.HARMFUL);
    }

    @Test
    void droppingTheSameAgainAddsNothing() {
        model.add(List.of(folder));
        model.add(List.of(folder));

        assertThat(model.entries()).hasSize(1);
    }

    @Test
    void columnsOfAnotherLayoutAreGuessedByTheirNames() throws Exception {
        model.add(List.of(file("own.csv")));

        assertThat(model.entries().getFirst().input().columns())
                .isEqualTo(new ColumnMapping("Prompt", "Response", null));
    }

    @Test
    void whatCannotBeReadStaysWithItsReason() {
        link.findings =
                _ -> ProblemException.of(Problem.Code.MODEL_FOLDER_INVALID, folder, "it is empty");
        model.add(List.of(folder));

        assertThat(model.entries().getFirst().trouble()).contains("it is empty");
        assertThat(model.entries().getFirst().note()).isEqualTo("Cannot be read");
    }

    @Test
    void theListIsThereWhenTheWindowOpensAgain() throws Exception {
        model.add(List.of(folder, file("own.csv")));
        ModelsViewModel again = opened();
        again.begin();

        assertThat(again.entries().stream().filter(e -> !e.cached()).map(InputEntry::input))
                .containsExactlyElementsOf(
                        model.entries().stream().map(InputEntry::input).toList());
    }

    @Test
    void modelsOfTheCacheAreListedAndNotKept() {
        model.begin();

        assertThat(model.entries()).extracting(InputEntry::name).contains("facebook/opt-125m");
        model.add(List.of(folder));
        assertThat(store.inputs()).extracting(Input::path).containsExactly(folder.toString());
    }

    @Test
    void whatIsTakenFromTheListIsNotKept() {
        model.add(List.of(folder));
        model.remove(model.entries().getFirst());

        assertThat(model.entries()).isEmpty();
        assertThat(store.inputs()).isEmpty();
    }

    @Test
    void usedRowsFillTheDraftAndHoldAPartBack() throws Exception {
        Path file = file("own.csv");
        model.add(List.of(file));
        model.useInConfigure();

        assertThat(draft.get().data().normal()).containsExactly(file.toString());
        assertThat(draft.get().data().unseenNormal()).isNull();
        assertThat(draft.get().data().normalColumns())
                .isEqualTo(new ColumnMapping("Prompt", "Response", null));
        assertThat(draft.get().data().split().test()).isPositive();
    }

    @Test
    void aUsedModelFillsTheDraft() {
        model.add(List.of(folder));
        model.useInConfigure();

        assertThat(draft.get().model().folder()).isEqualTo(folder.toString());
    }

    @Test
    void pagesTurnAsFarAsThereAreRows() throws Exception {
        model.add(List.of(file("rows.jsonl")));
        RowsViewModel rows = model.rows();
        rows.turn(1);
        rows.turn(1);
        rows.turn(1);

        assertThat(rows.pageProperty().get()).isEqualTo(2);
        assertThat(rows.rows().getFirst().line()).isEqualTo(201);
    }

    @Test
    void anotherSearchBeginsAtTheFirstPage() throws Exception {
        model.add(List.of(file("rows.jsonl")));
        model.rows().turn(1);
        model.rows().wordsProperty().set("bike");

        assertThat(model.rows().pageProperty().get()).isZero();
        assertThat(link.asked.getLast())
                .isInstanceOfSatisfying(
                        Inquiry.Rows.class,
                        asked -> assertThat(asked.page().words()).isEqualTo("bike"));
    }

    @Test
    void rowsLeftOutAreAPartOfTheirOwn() throws Exception {
        model.add(List.of(file("rows.jsonl")));
        model.rows().viewProperty().set(View.LEFT_OUT);

        assertThat(model.rows().leftOut()).extracting(BadRow::line).containsExactly(9);
        assertThat(model.rows().rows()).isEmpty();
    }

    @Test
    void rowsAreReadAsTheDraftReads() throws Exception {
        draft.set(Draft.with(draft.get(), "data.maxTokens", 77));
        model.add(List.of(file("rows.jsonl")));

        assertThat(link.asked)
                .filteredOn(Inquiry.Rows.class::isInstance)
                .first()
                .extracting(i -> ((Inquiry.Rows) i).of().reading().maxTokens())
                .isEqualTo(77);
    }
}
