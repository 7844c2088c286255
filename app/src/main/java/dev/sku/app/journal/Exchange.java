package dev.sku.app.journal;

import dev.sku.protocol.Outcome;
import dev.sku.protocol.Prompt;
import dev.sku.protocol.SideReply;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A prompt and what each side said to it, with the person's own verdicts and note: all that makes the same replies again.
///
/// @param promptText exactly what the first side read
/// @param setting how the replies were made
/// @param further how they went on where they had ended, once for each time
/// @param blind whether the person judged without knowing the sides
public record Exchange(
        String id,
        Instant time,
        Prompt prompt,
        String promptText,
        Setting setting,
        List<Setting> further,
        List<Said> replies,
        boolean blind,
        String note) {
    public Exchange {
        further = List.copyOf(further);
        replies = List.copyOf(replies);
    }

    /// @param model where the side's model lies
    /// @param base the model that it belongs to; null where `model` says so itself
    /// @param instruction that an in-context run has before each prompt; null for none
    /// @param person what the person found; null where nothing was said yet
    public record Said(
            String side,
            String model,
            @Nullable String base,
            @Nullable String instruction,
            SideReply reply,
            @Nullable Outcome person) {
        public Said judged(@Nullable Outcome next) {
            return new Said(side, model, base, instruction, reply, next);
        }

        public Said saying(SideReply longer) {
            return new Said(side, model, base, instruction, longer, person);
        }
    }

    public Exchange noted(String words) {
        return new Exchange(id, time, prompt, promptText, setting, further, replies, blind, words);
    }

    public Exchange saying(List<Said> next) {
        return new Exchange(id, time, prompt, promptText, setting, further, next, blind, note);
    }

    /// The replies went on.
    ///
    /// @param next longer than before
    public Exchange further(Setting how, List<Said> next) {
        List<Setting> all = new java.util.ArrayList<>(further);
        all.add(how);
        return new Exchange(id, time, prompt, promptText, setting, all, next, blind, note);
    }
}
