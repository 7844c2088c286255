package dev.sku.app.models;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.Input;
import dev.sku.app.ui.Numbers;
import dev.sku.protocol.Finding;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A line of the list: a model or a file of rows, and what is known about it.
///
/// @param name as on the hub, or the last part of its path
/// @param cached it was found in the Hugging Face cache, nobody has put it there
/// @param model null until it is read, and for rows
/// @param rows of a file that has been read; −1 before
/// @param trouble a sentence; empty where there is none
public record InputEntry(
        Input input,
        String name,
        boolean cached,
        Finding.@Nullable Model model,
        int rows,
        String trouble) {
    static InputEntry of(Input input) {
        Path last = Path.of(input.path()).getFileName();
        return new InputEntry(
                input, last == null ? input.path() : last.toString(), false, null, -1, "");
    }

    static InputEntry cached(Finding.CachedModel model) {
        Input input = new Input(Input.Kind.MODEL, model.folder(), null);
        return new InputEntry(input, model.name(), true, null, -1, "");
    }

    InputEntry with(Finding.Model found) {
        return new InputEntry(input, name, cached, found, rows, "");
    }

    InputEntry with(Finding.RowFacts found) {
        return new InputEntry(input, name, cached, model, found.rows(), "");
    }

    InputEntry failed(String sentence) {
        return new InputEntry(input, name, cached, model, rows, sentence);
    }

    /// The second line of the list.
    public String note() {
        if (!trouble.isEmpty()) {
            return text("models.note.unreadable");
        }
        if (input.kind() != Input.Kind.MODEL) {
            return rows < 0
                    ? text("models.note.notRead")
                    : text("models.note.rows", rows, Numbers.whole(rows));
        }
        if (model == null) {
            return text(cached ? "models.note.cached" : "models.note.reading");
        }
        return text(
                "models.note.model",
                family(model),
                Numbers.compact(model.weights().parameters() / 1e6),
                model.weights().dtype(),
                Numbers.bytes(model.weights().bytes()));
    }

    /// `OPTForCausalLM` is OPT.
    static String family(Finding.Model model) {
        return model.architecture().replace("ForCausalLM", "");
    }
}
