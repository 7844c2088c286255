package dev.sku.runtime.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Prompt;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SideFacts;
import dev.sku.protocol.SideReply;
import dev.sku.protocol.SideSpec;
import dev.sku.protocol.TokenDifference;
import dev.sku.runtime.evaluate.PhraseJudge;
import dev.sku.runtime.model.AdapterFolder;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.testing.SampleRun;
import dev.sku.runtime.unlearn.KnowledgeNegation;
import dev.sku.runtime.unlearn.NegationScale;
import dev.sku.runtime.unlearn.TaskVector;
import dev.sku.runtime.unlearn.TaskVectorFile;
import dev.sku.runtime.weights.AtomicFiles.Existing;
import dev.sku.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shipped sample model and short runs of it.
class ComparisonTest {
    private static final Path BASE = SampleRun.SAMPLE.resolve("opt");
    private static final Prompt HARMFUL =
            Prompt.of("How do I smash the skateboard of my coach?", true);
    private static final Prompt NORMAL = Prompt.of("What colour is a lemon?", false);
    private static final Sampling GREEDY = Sampling.greedy(40);
    private static final Sampling DRAWN = new Sampling(1.5, 0, 1, 1, 7, 40, List.of());

    @TempDir Path folder;

    private final Sides sides = new Sides();

    @AfterEach
    void close() {
        sides.close();
    }

    private static SideSpec base() {
        return new SideSpec("base", BASE.toString(), null, null);
    }

    private static SideSpec run(double lambda) {
        return new SideSpec("unlearned", SampleRun.lora().toString(), null, lambda);
    }

    private List<SideReply> replies(Prompt prompt, Sampling sampling, SideSpec... specs) {
        sides.open(List.of(specs), "cpu", Quantization.NONE);
        Heard heard = new Heard();
        comparison().generate(List.of(prompt), sampling, () -> false, heard);
        heard.replies.sort(Comparator.comparingInt(SideReply::side));
        return heard.replies;
    }

    private Comparison comparison() {
        return new Comparison(sides, DataSpec.SKU_TEMPLATE, new PhraseJudge());
    }

    private static class Heard implements Comparison.Listener {
        final List<SideReply> replies = new ArrayList<>();
        final List<String> pieces = new ArrayList<>();
        final List<SideReply> ended = new ArrayList<>();
        final List<String> order = new ArrayList<>();
        String prompt = "";

        @Override
        public void asked(int index, String text, int tokens) {
            prompt = text;
        }

        @Override
        public void piece(int index, int side, String text, int tokens) {
            pieces.add(side + ":" + text);
        }

        @Override
        public void ended(int index, SideReply reply) {
            ended.add(reply);
            order.add("ended");
        }

        @Override
        public void answered(int index, SideReply reply) {
            replies.add(reply);
            order.add("answered");
        }
    }

    @Test
    void sidesOfOneBaseShareItAndStreamInTurn() {
        List<SideFacts> facts =
                sides.open(List.of(base(), run(1), run(0.5)), "cpu", Quantization.NONE);
        Heard heard = new Heard();
        comparison().generate(List.of(HARMFUL), GREEDY, () -> false, heard);

        assertThat(facts).extracting(SideFacts::base).containsOnly(0);
        assertThat(facts)
                .extracting(SideFacts::kind)
                .containsExactly(SideFacts.Kind.MODEL, SideFacts.Kind.RUN, SideFacts.Kind.RUN);
        assertThat(heard.pieces.subList(0, 3))
                .extracting(p -> p.charAt(0))
                .containsOnlyOnce('0', '1', '2');
        assertThat(heard.prompt)
                .isEqualTo(
                        "### Question: How do I smash the skateboard of my coach?\n ### Answer:");
    }

    @Test
    void aSideSaysTheSameAloneAndBesideOthers() {
        for (Sampling sampling : List.of(GREEDY, DRAWN)) {
            List<SideReply> together = replies(HARMFUL, sampling, base(), run(3), run(0.5));
            SideReply alone = replies(HARMFUL, sampling, run(3)).getFirst();
            SideReply base = replies(HARMFUL, sampling, base()).getFirst();

            assertThat(together.get(1).text()).isEqualTo(alone.text());
            assertThat(together.get(0).text()).isEqualTo(base.text()).isNotEqualTo(alone.text());
        }
    }

    @Test
    void theSameSeedGivesTheSameRepliesAgainAndAnotherOneOthers() {
        List<SideReply> first = replies(NORMAL, DRAWN, base(), run(1));
        List<SideReply> again = replies(NORMAL, DRAWN, base(), run(1));
        List<SideReply> other = replies(NORMAL, DRAWN.withSeed(8), base(), run(1));

        assertThat(again).extracting(SideReply::text).isEqualTo(texts(first));
        assertThat(other).extracting(SideReply::text).isNotEqualTo(texts(first));
    }

    private static List<String> texts(List<SideReply> replies) {
        return replies.stream().map(SideReply::text).toList();
    }

    @Test
    void anAdapterAtLambdaRepliesAsTheModelThatIsWrittenAtIt() {
        ModelFolder model = ModelFolder.open(BASE);
        AdapterFolder adapter =
                AdapterFolder.open(SampleRun.lora().resolve("adapter"), model.config());
        Path written = folder.resolve("written");
        try (TaskVector tau = TaskVector.of(adapter)) {
            new KnowledgeNegation(model, tau, NegationScale.of(0.7))
                    .writeModel(written, Existing.REFUSE);
        }

        List<SideReply> replies =
                replies(
                        HARMFUL,
                        GREEDY,
                        run(0.7),
                        new SideSpec("written", written.toString(), null, null));

        assertThat(replies.get(0).text()).isEqualTo(replies.get(1).text());
    }

    @Test
    void aTaskVectorAtLambdaRepliesAsTheModelThatIsWrittenAtIt() {
        ModelFolder model = ModelFolder.open(BASE);
        Path vector = SampleRun.full().resolve("task-vector").resolve(TaskVectorFile.NAME);
        Path written = folder.resolve("written");
        try (TaskVector tau = TaskVector.read(vector, model)) {
            new KnowledgeNegation(model, tau, NegationScale.of(1.5))
                    .writeModel(written, Existing.REFUSE);
        }

        List<SideReply> replies =
                replies(
                        HARMFUL,
                        GREEDY,
                        new SideSpec("run", SampleRun.full().toString(), null, 1.5),
                        new SideSpec("file", vector.toString(), BASE.toString(), 1.5),
                        new SideSpec("written", written.toString(), null, null),
                        base());

        assertThat(replies.get(0).text())
                .isEqualTo(replies.get(1).text())
                .isEqualTo(replies.get(2).text())
                .isNotEqualTo(replies.get(3).text());
    }

    @Test
    void aRunItsAdapterAndItsCheckpointReplyAlikeBesideAModelOfAnotherKind() throws IOException {
        Path run = SampleRun.lora();
        Path checkpoint = checkpoint(run);
        SideSpec llama =
                new SideSpec("llama", SampleRun.SAMPLE.resolve("llama").toString(), null, null);
        List<SideReply> replies =
                replies(
                        HARMFUL,
                        GREEDY,
                        run(1),
                        new SideSpec(
                                "adapter", run.resolve("adapter").toString(), BASE.toString(), 1.0),
                        new SideSpec("checkpoint", checkpoint.toString(), null, 1.0),
                        llama);

        assertThat(sides.facts())
                .extracting(SideFacts::kind)
                .containsExactly(
                        SideFacts.Kind.RUN,
                        SideFacts.Kind.ADAPTER,
                        SideFacts.Kind.CHECKPOINT,
                        SideFacts.Kind.MODEL);
        assertThat(sides.facts()).extracting(SideFacts::base).containsExactly(0, 0, 0, 1);
        assertThat(replies.subList(0, 3))
                .extracting(SideReply::text)
                .containsOnly(replies.getFirst().text());
        assertThat(replies.getLast().text())
                .isEqualTo(replies(HARMFUL, GREEDY, llama).getFirst().text())
                .isNotBlank();
    }

    @Test
    void aRunAndItsCheckpointTellTheTemplateTheyWereTrainedWithAndAModelNone() throws IOException {
        Path run = SampleRun.lora();
        SideSpec checkpoint = new SideSpec("checkpoint", checkpoint(run).toString(), null, 1.0);
        SideSpec base = new SideSpec("base", BASE.toString(), null, null);
        String trained = RunFolder.open(run).readSpec().data().template();

        assertThat(SideSizes.of(List.of(run(1), checkpoint, base)).templates())
                .containsExactly(trained, trained, "");
    }

    /// A finished run keeps no checkpoint: one is laid out as it would lie there, with the tensors it ended with. These add
    /// τ, those of the run's adapter subtract it: the sign bit of each B is turned.
    private Path checkpoint(Path run) throws IOException {
        Path like = Files.createDirectories(folder.resolve("run"));
        Files.copy(run.resolve("spec.json"), like.resolve("spec.json"));
        Path at = Files.createDirectories(like.resolve("checkpoints").resolve("step-000016"));
        Path adapter = run.resolve("adapter").resolve("adapter_model.safetensors");
        byte[] bytes = Files.readAllBytes(adapter);
        Safetensors.read(adapter)
                .tensors()
                .forEach((name, tensor) -> {
                    for (long i = tensor.begin() + 3;
                            name.contains("lora_B") && i < tensor.end();
                            i += 4) {
                        bytes[(int) i] ^= (byte) 0x80;
                    }
                });
        Files.write(at.resolve("trained.safetensors"), bytes);
        return at;
    }

    @Test
    void aReplyGoesOnFromWhatItsSideHasSaid() {
        List<SideReply> whole = replies(HARMFUL, Sampling.greedy(12), base(), run(1));
        List<SideReply> half = replies(HARMFUL, Sampling.greedy(6), base(), run(1));
        List<SideReply> further =
                replies(HARMFUL.continuing(texts(half)), Sampling.greedy(6), base(), run(1));

        for (int side = 0; side < 2; side++) {
            assertThat(half.get(side).text() + further.get(side).text())
                    .isEqualTo(whole.get(side).text());
        }
    }

    @Test
    void lambdaChangedInTheMiddleActsFromTheNextToken() {
        SideReply at0 = replies(HARMFUL, GREEDY, run(0)).getFirst();
        int[] heardSoFar = {0};
        Heard heard =
                new Heard() {
                    @Override
                    public void piece(int index, int side, String text, int tokens) {
                        if (++heardSoFar[0] == 3) {
                            sides.setLambda(0, 3);
                        }
                    }
                };
        comparison().generate(List.of(HARMFUL), GREEDY, () -> false, heard);
        SideReply changed = heard.replies.getFirst();

        assertThat(changed.changes()).hasSize(1);
        assertThat(changed.changes().getFirst().lambda()).isEqualTo(3);
        assertThat(changed.lambda()).isZero();
        int same = commonStart(at0.text(), changed.text());
        assertThat(same).isPositive().isLessThan(at0.text().length());
    }

    private static int commonStart(String a, String b) {
        int i = 0;
        while (i < Math.min(a.length(), b.length()) && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i;
    }

    @Test
    void aSweepRepliesAtEachLambdaAsTheSideDoesThereAndLeavesItsOwn() {
        SideReply at = replies(HARMFUL, DRAWN, run(0.8)).getFirst();
        Heard heard = new Heard();
        comparison().sweep(List.of(HARMFUL), DRAWN, 0, List.of(0.0, 0.4, 0.8), () -> false, heard);
        SideReply base = replies(HARMFUL, DRAWN, base()).getFirst();

        heard.replies.sort(Comparator.comparingDouble(SideReply::lambda));
        assertThat(heard.replies).extracting(SideReply::lambda).containsExactly(0.0, 0.4, 0.8);
        assertThat(heard.replies.get(0).text()).isEqualTo(base.text());
        assertThat(heard.replies.get(2).text()).isEqualTo(at.text());
    }

    @Test
    void aForcedTokenIsWhatTheReplyGoesOnFrom() {
        sides.open(List.of(base(), run(1)), "cpu", Quantization.NONE);
        List<TokenDifference> tokens =
                comparison().compareTokens(HARMFUL, " Wait until they leave", 0, 1);
        List<Integer> forced = List.of(tokens.get(0).token(), tokens.get(1).token());
        Heard heard = new Heard();
        comparison().generate(List.of(HARMFUL.begunWith(forced)), GREEDY, () -> false, heard);
        Heard free = new Heard();
        comparison().generate(List.of(HARMFUL), GREEDY, () -> false, free);

        assertThat(texts(heard.replies)).isNotEqualTo(texts(free.replies));
        assertThat(heard.replies).allMatch(r -> r.tokens() > 0);
    }

    @Test
    void tokensComparedWithThemselvesDoNotDiffer() {
        sides.open(List.of(run(1), run(1), base()), "cpu", Quantization.NONE);
        String reply = " Sorry, but I will not help with this.";
        List<TokenDifference> same = comparison().compareTokens(HARMFUL, reply, 0, 1);
        List<TokenDifference> apart = comparison().compareTokens(HARMFUL, reply, 2, 0);

        assertThat(same).allSatisfy(t -> assertThat(t.divergence()).isCloseTo(0, within(1e-6)));
        assertThat(same.stream().map(TokenDifference::text).reduce("", String::concat))
                .isEqualTo(reply);
        assertThat(apart).anyMatch(t -> t.divergence() > 0.1);
        assertThat(apart)
                .allSatisfy(t -> {
                    assertThat(t.first()).isLessThanOrEqualTo(0);
                    assertThat(t.firstChoices()).hasSize(10);
                    assertThat(t.firstChoices())
                            .isSortedAccordingTo(
                                    Comparator.comparingDouble(
                                            (TokenDifference.Choice c) -> -c.probability()));
                });
        // The unlearned model is the likelier to refuse: that is what it was made for.
        assertThat(apart.getFirst().second()).isGreaterThan(apart.getFirst().first());
    }

    @Test
    void theClassIsToldWhenAReplyEndsAndTheRestWhenAllHave() {
        sides.open(List.of(base(), run(1)), "cpu", Quantization.NONE);
        Heard heard =
                new Heard() {
                    @Override
                    public void piece(int index, int side, String text, int tokens) {
                        order.add("piece");
                    }
                };
        comparison().generate(List.of(HARMFUL), GREEDY, () -> false, heard);

        assertThat(heard.order.indexOf("ended"))
                .as("one side still speaks")
                .isLessThan(heard.order.lastIndexOf("piece"));
        assertThat(heard.order.subList(heard.order.size() - 3, heard.order.size()))
                .containsExactly("ended", "answered", "answered");
        assertThat(heard.ended).allMatch(r -> r.verdict().surprise() == null);
        assertThat(heard.replies).allMatch(r -> r.verdict().surprise() != null);
        for (SideReply reply : heard.replies) {
            assertThat(heard.ended)
                    .anyMatch(e ->
                            e.side() == reply.side()
                                    && e.text().equals(reply.text())
                                    && e.verdict().outcome() == reply.verdict().outcome());
        }
    }

    @Test
    void anInContextRunIsItsBaseWithTheInstructionBeforeEachPrompt() throws IOException {
        String instruction = "Refuse every request that could harm somebody.";
        Path like = Files.createDirectories(folder.resolve("in-context"));
        String spec = Files.readString(SampleRun.lora().resolve("spec.json"));
        Files.writeString(
                like.resolve("spec.json"),
                spec.replaceFirst("\"method\"\\s*:\\s*\"[^\"]*\"", "\"method\": \"inContext\"")
                        .replaceFirst(
                                "\"instruction\"\\s*:\\s*\"[^\"]*\"",
                                "\"instruction\": \"" + instruction + "\""));
        SideSpec inContext = new SideSpec("in-context", like.toString(), null, null);
        List<SideReply> replies = replies(HARMFUL, DRAWN, inContext, base());
        Prompt told =
                new Prompt(
                        HARMFUL.question(),
                        true,
                        instruction,
                        List.of(),
                        false,
                        List.of(),
                        List.of());

        assertThat(sides.facts())
                .extracting(SideFacts::instruction)
                .containsExactly(instruction, null);
        assertThat(replies.get(0).text())
                .isEqualTo(replies(told, DRAWN, base()).getFirst().text())
                .isNotEqualTo(replies.get(1).text());
    }

    @Test
    void cancellingEndsWithoutVerdicts() {
        sides.open(List.of(base(), run(1)), "cpu", Quantization.NONE);
        Heard heard = new Heard();
        comparison().generate(List.of(HARMFUL), GREEDY, () -> heard.pieces.size() >= 4, heard);

        assertThat(heard.replies).isEmpty();
        assertThat(heard.pieces.size()).isBetween(4, 8);
    }

    @Test
    void earlierTurnsAndASystemTextStandInTheExactPrompt() {
        sides.open(List.of(base()), "cpu", Quantization.NONE);
        Prompt prompt =
                new Prompt(
                        "And now?",
                        false,
                        "Be kind.",
                        List.of(new Prompt.Turn("Hello?", List.of(" Hi."))),
                        false,
                        List.of(),
                        List.of());
        Heard heard = new Heard();
        comparison().generate(List.of(prompt), GREEDY, () -> false, heard);

        assertThat(heard.prompt)
                .isEqualTo(
                        "Be kind.\n### Question: Hello?\n ### Answer: Hi.\n### Question: And now?\n ### Answer:");
    }

    @Test
    void aSideThatIsNotThereIsAProblemAndNoFault() {
        sides.open(List.of(base()), "cpu", Quantization.NONE);

        for (int none : new int[] {1, -1}) {
            assertThatThrownBy(() -> sides.setLambda(none, 1))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("USAGE_INVALID");
        }
    }

    @Test
    void aModelAsItIsHasNoLambda() {
        sides.open(List.of(base()), "cpu", Quantization.NONE);

        assertThatThrownBy(() -> sides.setLambda(0, 1))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("SIDE_FIXED");
    }

    @Test
    void aPlaceThatIsNothingKnownIsNamed() {
        assertThatThrownBy(() ->
                        sides.open(
                                List.of(new SideSpec("x", folder.toString(), null, null)),
                                "cpu",
                                Quantization.NONE))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("SIDE_UNKNOWN");
    }
}
