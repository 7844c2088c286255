package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.Ui;
import dev.sku.protocol.SideReply;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.text.Text;

/// What a side says as it is shown: with each change of λ where it came, or with the words that the first side does not say.
final class ReplyWords {
    private static final List<SideReply.LambdaChange> NONE = List.of();

    private ReplyWords() {}

    static List<Text> of(CompareViewModel model, int index) {
        SideModel side = model.sides().get(index);
        SideReply whole = side.replyProperty().get();
        SideReply first = model.sides().getFirst().replyProperty().get();
        boolean marks =
                model.differencesProperty().get() && index > 0 && first != null && whole != null;
        String said = side.textProperty().get().strip();
        return marks
                ? Difference.of(said, first.text().strip()).stream()
                        .map(w -> Ui.styled(new Text(w.text()), w.own() ? "own-words" : "words"))
                        .toList()
                : changing(side, whole == null ? NONE : whole.changes(), said);
    }

    private static List<Text> changing(
            SideModel side, List<SideReply.LambdaChange> changes, String said) {
        String text = side.textProperty().get();
        int skipped = text.length() - text.stripLeading().length();
        List<Text> parts = new ArrayList<>();
        int from = 0;
        for (SideReply.LambdaChange change : changes) {
            int at = Math.clamp(side.placeOf(change.token()) - skipped, from, said.length());
            parts.add(Ui.styled(new Text(said.substring(from, at)), "words"));
            String mark = text("compare.lambdaMark", Numbers.exact(change.lambda()));
            parts.add(Ui.styled(new Text(mark), "lambda-mark"));
            from = at;
        }
        parts.add(Ui.styled(new Text(said.substring(from)), "words"));
        return parts;
    }
}
