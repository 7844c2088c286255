package dev.sku.runtime.unlearn;

import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.OptimizerSpec;
import dev.sku.protocol.Preservation;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Profile;
import dev.sku.protocol.Relearning;
import dev.sku.runtime.data.RandomStream;
import dev.sku.runtime.data.TokenRow;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.Variant;
import dev.sku.runtime.optim.AdamW;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// An unlearned model that is trained again on a few rows, to see how soon its harm comes back. It lives in memory alone:
/// nothing writes it, and it is gone when it is closed.
public final class RelearnedModel implements AutoCloseable {
    private static final double CLIP = 1;

    private final Relearning how;
    private final List<TokenRow> rows;
    private final Trainee trainee;
    private final AcquisitionStep step;
    private final AdamW optimizer;
    private final RandomStream order;
    private final Deque<TokenRow> waiting = new ArrayDeque<>();
    private int steps;

    /// @param unlearned the model it starts from, which is not changed
    /// @param rows all that it is trained on; none of them is looked at twice before all were
    public RelearnedModel(CausalLm unlearned, Relearning how, List<TokenRow> rows) {
        this.how = how;
        this.rows = rows;
        this.order = RandomStream.of(how.seed(), "relearning order");
        trainee = Trainee.of(unlearned, how.trained(), how.seed());
        step =
                new AcquisitionStep(
                        trainee, Profile.PAPER, new Preservation(Preservation.Direction.OFF, null));
        optimizer =
                new AdamW(
                        unlearned.script(),
                        new OptimizerSpec(
                                how.learningRate(),
                                .9,
                                .999,
                                1e-8,
                                0,
                                OptimizerSpec.Schedule.CONSTANT,
                                0,
                                CLIP),
                        trainee.parameters(),
                        AdamW.Moments.BESIDE_PARAMETERS);
    }

    /// Which rows are trained on: drawn from the seed, in their own order.
    ///
    /// @param side `harmful` or `normal`, for the sentence
    /// @throws ProblemException `DATA_TOO_FEW`
    public static List<TokenRow> drawn(List<TokenRow> from, Relearning how, String side) {
        if (from.size() < how.rows()) {
            throw ProblemException.of(
                    Problem.Code.DATA_TOO_FEW, from.size(), side, how.rows(), "relearning");
        }
        int[] drawn = RandomStream.of(how.seed(), "relearning rows").permutation(from.size());
        return java.util.Arrays.stream(drawn, 0, how.rows()).sorted().mapToObj(from::get).toList();
    }

    /// One step on the next rows.
    ///
    /// @return mean nats a token before it
    /// @throws ProblemException `RELEARNING_DIVERGED` where the loss is no number any more
    public double step() {
        return step(next());
    }

    double step(List<TokenRow> batch) {
        trainee.beginStep();
        double loss =
                step.accumulate(
                                new StepBatch(List.of(), List.of(), batch),
                                List.of(new FineTuning(0)),
                                LossTerm.padId(trainee.model().config()),
                                new ModuleWeights(1, 0, 0),
                                1,
                                false)
                        .total();
        steps++;
        if (!Double.isFinite(loss)) {
            throw ProblemException.of(
                    Problem.Code.RELEARNING_DIVERGED, loss, steps, how.learningRate());
        }
        optimizer.clip(optimizer.gradientNorm(), CLIP);
        optimizer.step(how.learningRate());
        return loss;
    }

    /// The rows of the next step.
    List<TokenRow> next() {
        List<TokenRow> batch = new ArrayList<>();
        while (batch.size() < Math.min(how.batch(), rows.size())) {
            if (waiting.isEmpty()) {
                waiting.addAll(order.shuffled(rows));
            }
            batch.add(waiting.remove());
        }
        return batch;
    }

    public int steps() {
        return steps;
    }

    /// The model as it is now.
    public Variant variant() {
        return trainee.acquired();
    }

    @Override
    public void close() {
        optimizer.close();
        trainee.close();
    }
}
