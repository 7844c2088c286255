package dev.sku.app.settings;

import static dev.sku.resources.Texts.text;

import dev.sku.app.link.RuntimeLink;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Problems;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.ModelShape;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Looks where runs work for what settings refer to: models that judge, and secrets, of which only is asked whether they are
/// there.
public final class SettingsCheck {
    private final RuntimeLink link;

    public SettingsCheck(RuntimeLink link) {
        this.link = link;
    }

    /// Never fails.
    CompletableFuture<JudgeStanding> judge(JudgeSpec judge) {
        CompletableFuture<JudgeStanding> found =
                switch (judge) {
                    case JudgeSpec.Phrases _ ->
                            CompletableFuture.completedFuture(
                                    new JudgeStanding(true, text("settings.judge.builtIn")));
                    case JudgeSpec.CausalLm _, JudgeSpec.Classifier _ ->
                            link.find(new Inquiry.Measuring(judge, null))
                                    .thenApply(SettingsCheck::model);
                    case JudgeSpec.Endpoint(_, _, _, var variable, _, _, _) ->
                            variable == null
                                    ? CompletableFuture.completedFuture(
                                            new JudgeStanding(true, text("settings.judge.noKey")))
                                    : link.find(new Inquiry.Secrets(List.of(variable)))
                                            .thenApply(f -> key(variable, f));
                    case JudgeSpec.Person _ ->
                            CompletableFuture.completedFuture(JudgeStanding.UNKNOWN);
                };
        return found.exceptionally(fault -> new JudgeStanding(false, Problems.sentence(fault)));
    }

    private static JudgeStanding model(Finding.Measuring found) {
        ModelShape shape = found.models().judge();
        return shape == null
                ? JudgeStanding.UNKNOWN
                : new JudgeStanding(
                        true,
                        text(
                                "settings.judge.found",
                                Numbers.bytes(shape.weightBytes() * shape.parameters())));
    }

    private static JudgeStanding key(String variable, Finding.Secrets found) {
        boolean there = found.variables().contains(variable);
        return new JudgeStanding(
                there, text(there ? "settings.key.found" : "settings.key.missing", variable));
    }

    /// Whether there is a token for the hub.
    CompletableFuture<Boolean> hubToken() {
        return link.find(new Inquiry.Secrets(List.of())).thenApply(Finding.Secrets::hub);
    }
}
