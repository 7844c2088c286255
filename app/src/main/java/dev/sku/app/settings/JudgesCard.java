package dev.sku.app.settings;

import static dev.sku.resources.Texts.text;

import dev.sku.app.settings.JudgeChoice.Way;
import dev.sku.app.ui.FileDialogs;
import dev.sku.app.ui.Ui;
import java.util.List;
import javafx.scene.layout.VBox;

/// Who says whether a reply is harmful: in runs, which cannot wait for an address, and in what is measured afterwards.
final class JudgesCard extends VBox {
    private static final List<Way> OF_RUNS =
            List.of(Way.NONE, Way.LLAMA_GUARD, Way.LLAMA_GUARD_3, Way.HARM_BENCH, Way.BEAVER_DAM);

    JudgesCard(SettingsViewModel model, FileDialogs dialogs) {
        setId("settings-judges");
        getStyleClass().add("card");
        getChildren()
                .addAll(
                        Ui.cardHead(text("settings.judges")),
                        new JudgeForm(
                                "run-judge",
                                model.runJudge(),
                                "settings.judge.runs",
                                way -> words(way, text("judge.phrases")),
                                OF_RUNS,
                                dialogs),
                        Ui.rule(),
                        new JudgeForm(
                                "measuring-judge",
                                model.measuringJudge(),
                                "settings.judge.measuring",
                                way -> words(way, text("settings.judge.own")),
                                List.of(Way.values()),
                                dialogs));
    }

    private static String words(Way way, String none) {
        return switch (way) {
            case NONE -> none;
            case ADDRESS -> text("settings.judge.address.way");
            case PHRASES, LLAMA_GUARD, LLAMA_GUARD_3, HARM_BENCH, BEAVER_DAM -> text("judge", way);
        };
    }
}
