package dev.sku.runtime.generate;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Sampling;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Continues prompts token by token, several at a time.
///
/// Prompts of like length share a batch; a finished reply leaves it. The weights are those of a [Variant]: adapters act at
/// any scale without a change to the model, a scale a row, so that base and unlearned model share one pass. Rows of other
/// weights have batches of their own, which advance in turn.
public final class Generator {
    /// Rows of a batch: more make each token's pass over the weights serve more replies.
    private static final int BATCH = 24;

    private final CausalLm model;
    private final boolean ignoreEnd;

    /// What happens to tokens as they are chosen.
    @FunctionalInterface
    public interface TokenListener {
        /// @param row its index in the call
        /// @return false to end this reply
        boolean accept(int row, long id);

        /// Nothing more comes: it has ended, was ended or is as long as it may be. Not called for what is cancelled.
        default void ended(int row) {}
    }

    public Generator(CausalLm model) {
        this(model, false);
    }

    /// @param ignoreEnd end-of-text tokens are ordinary ones: every reply has its full length
    public Generator(CausalLm model, boolean ignoreEnd) {
        this.model = model;
        this.ignoreEnd = ignoreEnd;
    }

    /// @param cancelled asked before every token
    /// @return ids of each reply, in the order of the prompts, without the token that ended it
    public List<long[]> generate(
            List<long[]> prompts,
            Variant variant,
            Sampling sampling,
            BooleanSupplier cancelled,
            TokenListener listener) {
        Supplier<Variant> same = () -> variant;
        List<Row> rows =
                IntStream.range(0, prompts.size())
                        .mapToObj(i -> new Row(model, prompts.get(i), i, same))
                        .toList();
        return generate(rows, sampling, cancelled, listener);
    }

    public List<long[]> generate(List<long[]> prompts, Variant variant, Sampling sampling) {
        return generate(prompts, variant, sampling, () -> false, (_, _) -> true);
    }

    private static void check(Row row) {
        int longest = row.model().config().maxPositions() - 1;
        int length = row.prompt().length;
        if (length == 0 || length > longest) {
            throw ProblemException.of(Problem.Code.PROMPT_LENGTH, length, longest);
        }
    }

    /// Rows of any models.
    ///
    /// @throws ProblemException `PROMPT_LENGTH` where a prompt leaves no room for a reply
    public List<long[]> generate(
            List<Row> rows, Sampling sampling, BooleanSupplier cancelled, TokenListener listener) {
        rows.forEach(Generator::check);
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            replies.add(new Reply(i, rows.get(i), sampling, ends(rows.get(i))));
        }
        List<List<Reply>> groups = groups(replies);
        int most = groups.stream().mapToInt(List::size).max().orElse(0);
        for (int at = 0; at < most && !cancelled.getAsBoolean(); at += BATCH) {
            int from = at;
            List<List<Reply>> abreast =
                    groups.stream()
                            .filter(g -> g.size() > from)
                            .map(g -> g.subList(from, Math.min(from + BATCH, g.size())))
                            .toList();
            inTurn(abreast, sampling, cancelled, listener);
        }
        return replies.stream().map(Reply::ids).toList();
    }

    /// Replies that can share passes, each group sorted by length. The base's own rows go with some adapter's or task
    /// vector's, at scale 0.
    private static List<List<Reply>> groups(List<Reply> replies) {
        Map<Object, List<Reply>> byWeights = new LinkedHashMap<>();
        for (Reply reply : replies) {
            byWeights.computeIfAbsent(reply.row().weights(), _ -> new ArrayList<>()).add(reply);
        }
        List<List<Reply>> groups = new ArrayList<>(byWeights.values());
        for (List<Reply> plain : List.copyOf(groups)) {
            if (plain.getFirst().variant() instanceof Variant.Plain p) {
                groups.stream()
                        .filter(g -> canTake(g.getFirst().row(), p))
                        .findFirst()
                        .ifPresent(adapted -> {
                            groups.remove(plain);
                            adapted.addAll(plain);
                        });
            }
        }
        groups.forEach(g -> g.sort(Comparator.comparingInt(r -> r.prompt().length)));
        return groups;
    }

    private static boolean canTake(Row row, Variant.Plain plain) {
        Variant variant = row.variant();
        return variant.base().equals(plain.base())
                && switch (variant) {
                    case Variant.Adapted _ -> true;
                    case Variant.Subtracted s -> Generation.isOnePass(row.model(), s);
                    case Variant.Plain _, Variant.Negated _ -> false;
                };
    }

    private Set<Integer> ends(Row row) {
        return ignoreEnd ? Set.of() : row.ends();
    }

    /// A token of each batch, then the next of each.
    private static void inTurn(
            List<List<Reply>> groups,
            Sampling sampling,
            BooleanSupplier cancelled,
            TokenListener listener) {
        List<Batch> batches = new ArrayList<>();
        try {
            for (List<Reply> group : groups) {
                batches.add(new Batch(group, sampling));
            }
            List<Batch> going = new ArrayList<>(batches);
            while (!going.isEmpty()) {
                going.removeIf(b -> cancelled.getAsBoolean() || !b.advance(listener));
            }
        } finally {
            batches.forEach(Batch::close);
        }
    }
}
