package dev.sku.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.configure.Usual;
import dev.sku.app.link.FakeLink;
import dev.sku.app.shell.Notices;
import dev.sku.protocol.JudgeSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsViewModelTest {
    @TempDir Path folder;

    private final FakeLink link = new FakeLink();

    private SettingsFile file() {
        return new SettingsFile(folder.resolve("settings.json"));
    }

    private SettingsViewModel opened() {
        SettingsFile file = file();
        return new SettingsViewModel(
                file.read(),
                file,
                new SettingsCheck(link),
                new Notices(),
                Runnable::run,
                Runnable::run);
    }

    @Test
    void workspacesThatWereOpenAreOfferedTheNewestFirst() {
        opened().rememberWorkspace("first");
        opened().rememberWorkspace("second");
        SettingsViewModel third = opened();
        third.rememberWorkspace("third");

        assertThat(third.recentWorkspaces()).containsExactly("second", "first");
        assertThat(opened().recentWorkspaces()).containsExactly("second", "first");
    }

    @Test
    void aWorkspaceThatIsOpenedAgainStandsThereOnce() {
        opened().rememberWorkspace("first");
        opened().rememberWorkspace("second");
        SettingsViewModel again = opened();
        again.rememberWorkspace("first");

        assertThat(again.recentWorkspaces()).containsExactly("second");
    }

    private void keep(SettingsViewModel model) {
        model.themeProperty().set(Settings.Look.DARK);
        model.hideHarmfulProperty().set(false);
        model.deviceProperty().set("cuda:1");
        model.checkpointEveryProperty().set("50");
        model.tellEndsProperty().set(false);
        model.runJudge().folderProperty().set("/models/dam");
        model.runJudge().wayProperty().set(JudgeChoice.Way.BEAVER_DAM);
        model.measuringJudge().wayProperty().set(JudgeChoice.Way.PHRASES);
    }

    private static void hasWhatWasKept(Settings settings) {
        assertThat(settings.theme()).isEqualTo(Settings.Look.DARK);
        assertThat(settings.hideHarmful()).isFalse();
        assertThat(settings.work())
                .isEqualTo(
                        new Work(
                                new Usual(
                                        "cuda:1",
                                        50,
                                        new JudgeSpec.Classifier(
                                                "/models/dam", "beaver-dam", List.of(), .5)),
                                new JudgeSpec.Phrases(),
                                false));
    }

    @Test
    void everySettingSurvivesARestart() {
        keep(opened());

        hasWhatWasKept(file().read());
        SettingsViewModel again = opened();
        assertThat(again.deviceProperty().get()).isEqualTo("cuda:1");
        assertThat(again.checkpointEveryProperty().get()).isEqualTo("50");
        assertThat(again.runJudge().wayProperty().get()).isEqualTo(JudgeChoice.Way.BEAVER_DAM);
        assertThat(again.runJudge().folderProperty().get()).isEqualTo("/models/dam");
        assertThat(again.measuringJudge().wayProperty().get()).isEqualTo(JudgeChoice.Way.PHRASES);
        again.themeProperty().set(Settings.Look.LIGHT);
        again.themeProperty().set(Settings.Look.DARK);
        hasWhatWasKept(file().read());
    }

    @Test
    void aFileOfAnEarlierVersionKeepsWhatItHas() throws Exception {
        Files.writeString(
                file().path(),
                """
                {"theme": "dark", "hideHarmful": false, "workspace": "/w", "width": 1300.0, "height": 800.0, "logOpen": true}
                """);

        Settings read = file().read();
        assertThat(read).isEqualTo(new Settings(Settings.Look.DARK, false, "/w", 1300, 800, true));
        assertThat(read.work()).isEqualTo(Work.USUAL);
    }

    @Test
    void ofADamagedFileOnlyWhatIsDamagedIsLost() throws Exception {
        keep(opened());
        String whole = Files.readString(file().path());
        String damaged =
                whole.replace("\"dark\"", "\"plaid\"")
                        .replace("50", "\"often\"")
                        .replace("\"phrases\"", "\"oracle\"");
        assertThat(damaged).isNotEqualTo(whole);
        Files.writeString(file().path(), damaged);

        Settings read = file().read();
        assertThat(read.theme()).isEqualTo(Settings.Look.SYSTEM);
        assertThat(read.hideHarmful()).isFalse();
        assertThat(read.work().tellEnds()).isFalse();
        assertThat(read.work().measuring()).isNull();
        assertThat(read.work().draft().device()).isEqualTo("cuda:1");
        assertThat(read.work().draft().checkpointEvery()).isNull();
        assertThat(read.work().draft().judge()).isInstanceOf(JudgeSpec.Classifier.class);
    }

    @Test
    void aFileThatCannotBeReadAtAllIsKeptBesideTheNewOne() throws Exception {
        Files.writeString(file().path(), "{\"theme\": \"dark\", ");

        assertThat(file().read()).isEqualTo(Settings.DEFAULT);
        opened().hideHarmfulProperty().set(false);
        assertThat(folder.resolve("settings.json.damaged")).hasContent("{\"theme\": \"dark\", ");
        assertThat(file().read().hideHarmful()).isFalse();
    }

    @Test
    void whatIsNoNumberOfStepsChangesNothing() {
        SettingsViewModel model = opened();
        model.checkpointEveryProperty().set("50");
        model.checkpointEveryProperty().set("5 0");

        assertThat(model.checkpointFaultProperty().get()).startsWith("A whole number");
        assertThat(model.usualProperty().get().checkpointEvery()).isEqualTo(50);
    }

    @Test
    void aJudgeThatIsNotWholeYetLeavesTheOneBeforeIt() {
        JudgeChoice judge = opened().measuringJudge();
        judge.wayProperty().set(JudgeChoice.Way.PHRASES);
        judge.wayProperty().set(JudgeChoice.Way.HARM_BENCH);
        assertThat(judge.judgeProperty().get()).isEqualTo(new JudgeSpec.Phrases());
        judge.folderProperty().set("/models/harmbench");
        judge.thresholdProperty().set("1.5");
        assertThat(judge.judgeProperty().get())
                .isEqualTo(new JudgeSpec.CausalLm("/models/harmbench", "harmbench", .5));
        assertThat(judge.faultProperty().get()).startsWith("A probability");
    }

    @Test
    void nothingThatCouldBeASecretIsKept() throws Exception {
        JudgeChoice judge = opened().measuringJudge();
        judge.wayProperty().set(JudgeChoice.Way.ADDRESS);
        judge.modelProperty().set("large");
        judge.addressProperty().set("https://me:secret1@judge.example/v1");
        assertThat(judge.judgeProperty().get()).isNull();
        judge.addressProperty().set("https://judge.example/v1?key=secret2");
        assertThat(judge.judgeProperty().get()).isNull();
        judge.variableProperty().set("secret3");
        judge.addressProperty().set("https://judge.example/v1");
        assertThat(judge.judgeProperty().get()).isNull();
        judge.variableProperty().set("JUDGE_KEY");

        assertThat(judge.judgeProperty().get()).isInstanceOf(JudgeSpec.Endpoint.class);
        assertThat(file().path()).content().doesNotContain("secret").contains("JUDGE_KEY");
    }

    @Test
    void whatOnlyAFileSaysOfAnAddressStays() {
        var price = new JudgeSpec.Price(1, 2, "EUR");
        var patience = new JudgeSpec.Patience(5, 6, 7);
        var written =
                new JudgeSpec.Endpoint(
                        "https://a.example/v1", "m", "own.json", null, "me", patience, price);
        JudgeChoice judge = new JudgeChoice(written, new SettingsCheck(link), Runnable::run);
        judge.modelProperty().set("n");

        assertThat(judge.judgeProperty().get())
                .isEqualTo(
                        new JudgeSpec.Endpoint(
                                "https://a.example/v1",
                                "n",
                                "own.json",
                                null,
                                "me",
                                patience,
                                price));
    }
}
