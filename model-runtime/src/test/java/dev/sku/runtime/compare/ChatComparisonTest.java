package dev.sku.runtime.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Prompt;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SideReply;
import dev.sku.protocol.SideSpec;
import dev.sku.protocol.TokenDifference;
import dev.sku.runtime.evaluate.PhraseJudge;
import dev.sku.runtime.generate.Generator;
import dev.sku.runtime.generate.Row;
import dev.sku.runtime.testing.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shipped sample model with a chat template beside it.
class ChatComparisonTest {
    private static final Sampling GREEDY = Sampling.greedy(30);

    @TempDir Path folder;

    private final Sides sides = new Sides();

    @AfterEach
    void close() {
        sides.close();
    }

    private SideSpec sample(String name, String template) throws IOException {
        Path copy = SampleRun.copied(SampleRun.SAMPLE.resolve("opt"), folder.resolve(name));
        if (!template.isEmpty()) {
            Files.writeString(copy.resolve("chat_template.jinja"), template);
        }
        return new SideSpec(name, copy.toString(), null, null);
    }

    private static final String LIKE_SKU =
            "{{ bos_token }}{% for m in messages %}{% if m.role == 'user' %}### Question: {{ m.content }}\n"
                    + " ### Answer:{% elif m.role == 'system' %}{{ m.content }}\n{% else %} {{ m.content }}\n{% endif %}{% endfor %}";

    private static final class Heard implements Comparison.Listener {
        final List<String> asked = new ArrayList<>();
        final List<SideReply> replies = new ArrayList<>();
        int tokens;

        @Override
        public void asked(int prompt, String text, int count) {
            asked.add(text);
            tokens = count;
        }

        @Override
        public void piece(int prompt, int side, String text, int count) {}

        @Override
        public void answered(int prompt, SideReply reply) {
            replies.add(reply);
        }
    }

    private Heard heard(String template, Prompt prompt) {
        Heard heard = new Heard();
        new Comparison(sides, template, new PhraseJudge())
                .generate(List.of(prompt), GREEDY, () -> false, heard);
        return heard;
    }

    @Test
    void theTemplateThatSaysTheSameGivesTheSameTokensAndReply() throws IOException {
        sides.open(List.of(sample("a", LIKE_SKU)), "cpu", Quantization.NONE);
        Prompt prompt =
                new Prompt(
                        "And a lime?",
                        false,
                        "Be kind.",
                        List.of(new Prompt.Turn("What colour is a lemon?", List.of("Yellow."))),
                        false,
                        List.of(),
                        List.of());

        Heard chat = heard(DataSpec.CHAT_TEMPLATE, prompt);
        Heard plain = heard(DataSpec.SKU_TEMPLATE, prompt);

        String talk =
                "### Question: What colour is a lemon?\n ### Answer: Yellow.\n"
                        + "### Question: And a lime?\n ### Answer:";
        assertThat(chat.asked).containsExactly("</s>Be kind.\n" + talk);
        assertThat(plain.asked).containsExactly("Be kind.\n" + talk);

        Heard alone = heard(DataSpec.CHAT_TEMPLATE, Prompt.of("What colour is a lemon?", false));
        Heard same = heard(DataSpec.SKU_TEMPLATE, Prompt.of("What colour is a lemon?", false));
        assertThat(alone.asked)
                .containsExactly("</s>### Question: What colour is a lemon?\n ### Answer:");
        assertThat(alone.tokens).isEqualTo(same.tokens);
        assertThat(alone.replies.getFirst().text()).isEqualTo(same.replies.getFirst().text());
    }

    @Test
    void tokensOfAReplyAreComparedBehindTheRenderedPrompt() throws IOException {
        SideSpec side = sample("a", LIKE_SKU);
        sides.open(List.of(side, side), "cpu", Quantization.NONE);
        Prompt prompt = Prompt.of("What colour is a lemon?", false);

        List<TokenDifference> chat =
                new Comparison(sides, DataSpec.CHAT_TEMPLATE, new PhraseJudge())
                        .compareTokens(prompt, " It is yellow.", 0, 1);
        List<TokenDifference> plain =
                new Comparison(sides, DataSpec.SKU_TEMPLATE, new PhraseJudge())
                        .compareTokens(prompt, " It is yellow.", 0, 1);

        assertThat(chat).isEqualTo(plain).isNotEmpty();
    }

    @Test
    void aSideWithoutATemplateIsNamed() throws IOException {
        SideSpec without = sample("b", "");
        sides.open(List.of(sample("a", LIKE_SKU), without), "cpu", Quantization.NONE);

        assertThatThrownBy(() -> new Comparison(sides, DataSpec.CHAT_TEMPLATE, new PhraseJudge()))
                .extracting(e -> ((ProblemException) e).problem())
                .isEqualTo(Problem.of(Problem.Code.CHAT_TEMPLATE_MISSING, without.at()));
    }

    @Test
    void aReplyEndsBeforeTheTokenThatEndsATurn() throws IOException {
        sides.open(List.of(sample("a", LIKE_SKU)), "cpu", Quantization.NONE);
        LoadedBase base = sides.base(0);
        long[] prompt =
                base.tokenizer().encode("### Question: What colour is a lemon?\n ### Answer:");
        var whole = generated(new Row(base.model(), prompt, 0, () -> sides.at(0, 0)));
        int third = (int) whole[2];

        long[] ended =
                generated(new Row(base.model(), prompt, 0, () -> sides.at(0, 0), Set.of(third)));

        assertThat(ended.length).isBetween(0, 2);
        assertThat(whole).startsWith(ended);
    }

    private long[] generated(Row row) {
        return new Generator(sides.base(0).model())
                .generate(List.of(row), GREEDY, () -> false, (_, _) -> true)
                .getFirst();
    }
}
