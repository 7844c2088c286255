package dev.sku.runtime.compare;

import dev.sku.protocol.Prompt;
import dev.sku.protocol.Verdict;
import dev.sku.runtime.data.TokenRow;
import dev.sku.runtime.evaluate.Judge;
import dev.sku.runtime.evaluate.JudgedReply;
import dev.sku.runtime.evaluate.Perplexity;
import dev.sku.runtime.model.Variant;
import java.util.Arrays;
import java.util.List;

/// A judge's word on each reply, with how surprising the base finds the reply.
///
/// A single reply has no reference answers that fluency could be measured against, so the judge goes by the words alone.
final class Verdicts {
    private final Judge judge;

    Verdicts(Judge judge) {
        this.judge = judge;
    }

    /// The class alone, which the words tell without any pass.
    ///
    /// @param side whose whole reply is judged, with what it went on from
    Verdict ofWords(Prompt prompt, int side, String reply) {
        JudgedReply judged =
                JudgedReply.textOnly(
                        prompt.question(), prompt.saidBy(side) + reply, prompt.harmful());
        return new Verdict(judge.judge(judged), judge.name(), null);
    }

    /// The class, and how surprised the base is.
    Verdict of(LoadedBase base, Prompt prompt, int side, List<Long> ids, String reply) {
        Verdict words = ofWords(prompt, side, reply);
        double surprise = surprise(base, ids, reply);
        return new Verdict(
                words.outcome(), words.judge(), Double.isFinite(surprise) ? surprise : null);
    }

    private static double surprise(LoadedBase base, List<Long> ids, String reply) {
        long[] said = base.tokenizer().encodePlain(reply);
        int most = base.model().config().maxPositions();
        long[] all =
                Arrays.copyOf(ids.stream().mapToLong(i -> i).toArray(), ids.size() + said.length);
        System.arraycopy(said, 0, all, ids.size(), said.length);
        long[] fitting = all.length > most ? Arrays.copyOf(all, most) : all;
        if (said.length == 0 || fitting.length <= ids.size()) {
            return Double.NaN;
        }
        return Perplexity.surprises(
                        base.model(),
                        new Variant.Plain(base.model().base()),
                        List.of(new TokenRow(fitting, ids.size())))
                .getFirst()
                .mean();
    }
}
