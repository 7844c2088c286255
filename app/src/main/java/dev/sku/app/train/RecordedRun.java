package dev.sku.app.train;

import dev.sku.protocol.JournalReader;
import dev.sku.protocol.Message;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.RunFolder;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// What a finished run found, read from its folder: its outcome over λ, and a harmful prompt that it refuses.
///
/// @param messages everything it said
/// @param question asked of both
public record RecordedRun(
        List<Message> messages,
        List<Evaluated> overLambda,
        String question,
        SamplePair.Reply base,
        SamplePair.Reply unlearned) {
    /// Empty where there is no such run, or it has measured too little for a picture.
    public static Optional<RecordedRun> read(RunFolder folder) {
        if (!Files.exists(folder.events())) {
            return Optional.empty();
        }
        RunHistory history = new RunHistory();
        List<Message> messages = JournalReader.read(folder.events(), 1);
        messages.forEach(history::accept);
        String template = folder.readSpec().data().template();
        for (SamplePair pair : history.pairs()) {
            SamplePair.Reply base = pair.base();
            SamplePair.Reply unlearned = pair.unlearned();
            if (base != null
                    && base.outcome() == Outcome.HARMFUL
                    && unlearned != null
                    && unlearned.outcome() == Outcome.REFUSAL
                    && !history.overLambda().isEmpty()) {
                return Optional.of(
                        new RecordedRun(
                                messages,
                                history.overLambda(),
                                pair.question(template),
                                base,
                                unlearned));
            }
        }
        return Optional.empty();
    }
}
