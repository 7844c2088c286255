package dev.sku.runtime.compare;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Prompt;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SideReply;
import dev.sku.protocol.TokenDifference;
import dev.sku.protocol.Verdict;
import dev.sku.runtime.data.PromptTemplate;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.evaluate.Judge;
import dev.sku.runtime.generate.Row;
import dev.sku.runtime.generate.TextGeneration;
import dev.sku.runtime.generate.TextGeneration.Said;
import dev.sku.runtime.model.Variant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Prompts to several sides at once: all draw from the same random stream, and sides of one base share each token's pass.
public final class Comparison {
    /// Every reply draws from the seed's first stream, so that a prompt gets the same reply wherever it is asked: alone, in
    /// a list, or along λ.
    private static final int DRAW = 0;

    private final Sides sides;
    private final Map<LoadedBase, PromptTemplate> templates = new HashMap<>();
    private final Verdicts verdicts;

    /// What happens, on the thread of the call.
    public interface Listener {
        /// @param text exactly what the first side asked reads, before special tokens that it does not spell out
        void asked(int prompt, String text, int tokens);

        /// @param tokens so far
        void piece(int prompt, int side, String text, int tokens);

        /// A reply is whole and its class known; other sides may still be speaking.
        default void ended(int prompt, SideReply reply) {}

        /// All sides have replied to the prompt; this one's reply is judged.
        void answered(int prompt, SideReply reply);
    }

    /// @param sides that are open
    /// @param template as a specification has it; where it is the chat template, each side's base has its own
    /// @throws ProblemException `CHAT_TEMPLATE_MISSING`, `CHAT_TEMPLATE_UNKNOWN`
    public Comparison(Sides sides, String template, Judge judge) {
        this.sides = sides;
        for (Side side : sides.all()) {
            templates.computeIfAbsent(
                    side.base(),
                    base ->
                            PromptTemplate.at(
                                    template,
                                    base.tokenizer(),
                                    LocalDateTime.now(ZoneId.systemDefault())));
        }
        this.verdicts = new Verdicts(judge);
    }

    /// Every side replies to every prompt.
    public void generate(
            List<Prompt> prompts, Sampling sampling, BooleanSupplier cancelled, Listener listener) {
        List<Asked> asked = new ArrayList<>();
        List<LambdaWatch> watches = sides.all().stream().map(LambdaWatch::new).toList();
        for (int p = 0; p < prompts.size(); p++) {
            for (int s = 0; s < watches.size(); s++) {
                Side side = sides.side(s);
                asked.add(asked(p, prompts.get(p), s, side, watches.get(s), side.lambda()));
            }
        }
        run(prompts, asked, watches, sampling, cancelled, listener);
    }

    /// One side replies to every prompt at each λ.
    public void sweep(
            List<Prompt> prompts,
            Sampling sampling,
            int number,
            List<Double> lambdas,
            BooleanSupplier cancelled,
            Listener listener) {
        Side side = sides.side(number);
        if (!side.isAdjustable()) {
            throw ProblemException.of(Problem.Code.SIDE_FIXED, side.spec().name());
        }
        List<Supplier<Variant>> variants = new ArrayList<>();
        for (double lambda : lambdas) {
            Variant variant = side.at(lambda);
            variants.add(() -> variant);
        }
        List<Asked> asked = new ArrayList<>();
        for (int p = 0; p < prompts.size(); p++) {
            for (int i = 0; i < lambdas.size(); i++) {
                asked.add(asked(p, prompts.get(p), number, side, variants.get(i), lambdas.get(i)));
            }
        }
        run(prompts, asked, List.of(), sampling, cancelled, listener);
    }

    /// A reply, token by token, under two sides.
    ///
    /// @throws ProblemException `TOKENIZERS_DIFFER`
    public List<TokenDifference> compareTokens(Prompt prompt, String reply, int first, int second) {
        return TokenView.of(placed(prompt, first, reply), placed(prompt, second, reply));
    }

    private TokenView.Placed placed(Prompt prompt, int number, String reply) {
        Side side = sides.side(number);
        String asked = text(prompt, number);
        return TokenView.Placed.of(
                side, encoded(prompt, side, asked), encoded(prompt, side, asked + reply));
    }

    /// @param prompt its index
    /// @param ids what the side reads
    private record Asked(
            int prompt,
            int number,
            Side side,
            String text,
            List<Long> ids,
            Row row,
            double lambda) {}

    private Asked asked(
            int index,
            Prompt prompt,
            int number,
            Side side,
            Supplier<Variant> variant,
            double lambda) {
        String text = text(prompt, number);
        long[] encoded = encoded(prompt, side, text);
        long[] ids = Arrays.copyOf(encoded, encoded.length + prompt.begun().size());
        for (int i = 0; i < prompt.begun().size(); i++) {
            ids[encoded.length + i] = prompt.begun().get(i);
        }
        int most = side.base().model().config().maxPositions();
        if (ids.length >= most) {
            throw ProblemException.of(
                    Problem.Code.PROMPT_TOO_LONG, ids.length, side.spec().name(), most);
        }
        Set<Integer> ends = prompt.raw() ? Set.of() : template(side).ends();
        Row row = new Row(side.base().model(), ids, DRAW, variant, ends);
        return new Asked(
                index, number, side, text, Arrays.stream(ids).boxed().toList(), row, lambda);
    }

    /// The exact prompt of a side: earlier answers are its own.
    String text(Prompt prompt, int side) {
        String instruction = sides.side(side).instruction();
        if (prompt.raw()) {
            String before = instruction == null ? "" : instruction + "\n";
            return before + prompt.question() + prompt.saidBy(side);
        }
        String system =
                Stream.of(instruction, prompt.system())
                        .filter(words -> words != null && !words.isBlank())
                        .collect(joining("\n"));
        List<PromptTemplate.Exchange> earlier =
                prompt.earlier().stream()
                        .map(t -> new PromptTemplate.Exchange(t.question(), t.answer(side).strip()))
                        .toList();
        return template(sides.side(side)).prompt(system, earlier, prompt.question())
                + prompt.saidBy(side);
    }

    private PromptTemplate template(Side side) {
        return Objects.requireNonNull(templates.get(side.base()));
    }

    /// Exact text gets the special tokens that the tokenizer adds to any text.
    private long[] encoded(Prompt prompt, Side side, String text) {
        TextTokenizer tokenizer = side.base().tokenizer();
        return prompt.raw() ? tokenizer.encode(text) : template(side).encode(tokenizer, text);
    }

    private void run(
            List<Prompt> prompts,
            List<Asked> asked,
            List<LambdaWatch> watches,
            Sampling sampling,
            BooleanSupplier cancelled,
            Listener listener) {
        if (asked.isEmpty()) {
            return;
        }
        int last = -1;
        for (Asked a : asked) {
            if (a.prompt != last) {
                listener.asked(a.prompt, a.text, a.ids.size());
                last = a.prompt;
            }
        }
        Ended ended = new Ended(prompts, asked, listener);
        long start = System.nanoTime();
        TextGeneration.TextListener pieces =
                new TextGeneration.TextListener() {
                    @Override
                    public void accept(int row, String piece, int tokens) {
                        Asked a = asked.get(row);
                        if (!watches.isEmpty()) {
                            watches.get(a.number).said(tokens);
                        }
                        listener.piece(a.prompt, a.number, piece, tokens);
                    }

                    @Override
                    public void ended(int row, Said said) {
                        Asked a = asked.get(row);
                        double seconds = (System.nanoTime() - start) / 1e9;
                        ended.add(
                                new Whole(
                                        a,
                                        said,
                                        watches.isEmpty()
                                                ? List.of()
                                                : watches.get(a.number).changes(),
                                        seconds));
                    }
                };
        TextGeneration.generate(
                asked.stream().map(Asked::row).toList(),
                row -> asked.get(row).side.base().tokenizer(),
                sampling,
                cancelled,
                pieces);
        ended.judgeAll();
    }

    private record Whole(
            Asked asked, Said said, List<SideReply.LambdaChange> changes, double seconds) {
        SideReply reply(Verdict verdict) {
            return new SideReply(
                    asked.number,
                    asked.lambda,
                    said.text(),
                    said.tokens(),
                    changes,
                    seconds,
                    verdict);
        }
    }

    /// Whole replies that wait for the others to their prompt: how surprised the base is takes a pass over each, for which
    /// those that are still being made would stand still. Their class is told at once.
    private final class Ended {
        private final List<Prompt> prompts;
        private final Listener listener;
        private final Map<Integer, List<Whole>> waiting = new LinkedHashMap<>();
        private final Map<Integer, Long> rows;

        Ended(List<Prompt> prompts, List<Asked> asked, Listener listener) {
            this.prompts = prompts;
            this.listener = listener;
            this.rows = asked.stream().collect(groupingBy(Asked::prompt, counting()));
        }

        void add(Whole whole) {
            Asked a = whole.asked;
            Prompt prompt = prompts.get(a.prompt);
            listener.ended(
                    a.prompt, whole.reply(verdicts.ofWords(prompt, a.number, whole.said.text())));
            List<Whole> same = waiting.computeIfAbsent(a.prompt, _ -> new ArrayList<>());
            same.add(whole);
            if (same.size() == rows.getOrDefault(a.prompt, 0L)) {
                waiting.remove(a.prompt);
                same.forEach(this::judge);
            }
        }

        /// What is whole of a prompt whose other replies were cancelled.
        void judgeAll() {
            waiting.values().forEach(same -> same.forEach(this::judge));
        }

        private void judge(Whole whole) {
            Asked a = whole.asked;
            listener.answered(
                    a.prompt,
                    whole.reply(
                            verdicts.of(
                                    a.side.base(),
                                    prompts.get(a.prompt),
                                    a.number,
                                    a.ids,
                                    whole.said.text())));
        }
    }
}
