package dev.sku.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.Event;
import dev.sku.protocol.LossTerms;
import dev.sku.protocol.Measurement;
import dev.sku.protocol.Method;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.OutcomeCounts;
import dev.sku.protocol.Utility;
import org.junit.jupiter.api.Test;

class EventTextTest {
    @Test
    void aRateNeverStandsAlone() {
        OutcomeCounts unseen = new OutcomeCounts(3, 70, 2, 0);
        OutcomeCounts seen = new OutcomeCounts(0, 10, 0, 0);
        Utility normal = new Utility(1.0474, 0.9912, new OutcomeCounts(0, 0, 72, 0), 72);
        Event event =
                new Event.EvaluationCompleted(
                        40,
                        0.75,
                        new Measurement(seen, unseen, normal, "phrase judge 1.2"),
                        3,
                        null);

        assertThat(EventText.of(event))
                .isEqualTo(
                        "step 40, λ 0.75: harmful 4.0 % (1.4 to 11.1, n = 75) unseen, 0.0 % (0.0 to 27.8,"
                                + " n = 10) seen; normal perplexity 1.047, F1 0.991 (phrase judge 1.2)");
    }

    @Test
    void whatWasNotMeasuredIsNotSaid() {
        OutcomeCounts none = new OutcomeCounts(0, 0, 0, 0);
        Measurement harmfulOnly =
                new Measurement(
                        none,
                        new OutcomeCounts(3, 70, 2, 0),
                        new Utility(null, null, none, 0),
                        "phrases");

        assertThat(EventText.of(new Event.EvaluationCompleted(40, 1, harmfulOnly, 3, null)))
                .isEqualTo("step 40, λ 1: harmful 4.0 % (1.4 to 11.1, n = 75) unseen (phrases)");
        assertThat(dev.sku.protocol.Wire.line(harmfulOnly)).doesNotContain("NaN", "perplexity");
    }

    @Test
    void aStepShowsEveryTermOfItsLoss() {
        Event event =
                new Event.StepCompleted(12, new LossTerms(1, 2, -0.5, 7), 3.25, 1.9e-4, 900, 0.5);

        assertThat(EventText.of(event))
                .isEqualTo(
                        "step 12  loss 7.0000  gd 1.0000  rd 2.0000  pd -0.5000  gradient norm 3.250"
                                + "  lr 1.9e-4  0.50 s");
    }

    @Test
    void aReplyIsOneLineWhateverItHolds() {
        Event event =
                new Event.SampleReply(
                        20, 1, "### Question: a\n ### Answer: ", " b\n\nc ", true, Outcome.REFUSAL);

        assertThat(EventText.of(event))
                .isEqualTo("step 20, λ 1, refusal: ### Question: a ⏎ ### Answer: → b ⏎ c");
    }

    @Test
    void weightsAreShownInTheirOrder() {
        assertThat(EventText.of(new Event.WeightsChanged(150, new ModuleWeights(100, 0.5, 0))))
                .isEqualTo("weights 100 / 0.5 / 0 from step 150");
    }

    @Test
    void bytesHaveTheirUnit() {
        assertThat(
                        EventText.of(
                                new Event.CheckpointSaved(
                                        20, "checkpoints/step-000020", 6_400_000)))
                .isEqualTo("step 20: checkpoint saved in checkpoints/step-000020 (6.4 MB)");
    }

    @Test
    void aStepNamesThePartsThatItsMethodHas() {
        Event step = new Event.StepCompleted(7, new LossTerms(1.5, 0, .25, 1.75), 2, 1e-4, 300, .5);

        assertThat(EventText.of(step, Method.NPO))
                .startsWith("step 7  loss 1.7500  npo 1.5000  kl 0.2500  gradient norm");
    }
}
