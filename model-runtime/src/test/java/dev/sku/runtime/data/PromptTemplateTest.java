package dev.sku.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.ProblemException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PromptTemplateTest {
    private static final TextTokenizer TOKENIZER = TextTokenizer.open(Shared.resource("bytelevel"));
    private static final PromptTemplate SKU = new TextTemplate(DataSpec.SKU_TEMPLATE);

    @AfterAll
    static void close() {
        TOKENIZER.close();
    }

    @Test
    void theBlankBeforeTheAnswerBelongsToTheAnswer() {
        assertThat(SKU.prompt("Why?")).isEqualTo("### Question: Why?\n ### Answer:");
        assertThat(SKU.text("Why?", "So.")).isEqualTo("### Question: Why?\n ### Answer: So.");
    }

    @Test
    void theAnswerStartsBehindTheTokensOfThePrompt() throws RowFault {
        TokenRow row = SKU.tokenize(TOKENIZER, "Why do the geese fly?", "They look for food.", 100);
        long[] prompt = TOKENIZER.encode(SKU.prompt("Why do the geese fly?"));
        assertThat(row.answerStart()).isEqualTo(prompt.length);
        assertThat(row.ids()).startsWith(prompt);
        assertThat(
                        TOKENIZER.decode(
                                Arrays.copyOfRange(row.ids(), row.answerStart(), row.length()),
                                true))
                .isEqualTo(" They look for food.");
    }

    @Test
    void aTokenMadeOfPromptAndAnswerBelongsToTheAnswer() throws RowFault {
        PromptTemplate glued = new TextTemplate("{q} th{a}");
        TokenRow row = glued.tokenize(TOKENIZER, "bread", "e door", 100); // " the" is one token
        assertThat(TOKENIZER.decode(Arrays.copyOf(row.ids(), row.answerStart()), true))
                .isEqualTo("bread");
    }

    @Test
    void questionsAndAnswersMayHoldBraces() {
        assertThat(SKU.text("What is {a}?", "{q}"))
                .isEqualTo("### Question: What is {a}?\n ### Answer: {q}");
    }

    @Test
    void onlyTheAnswerIsCut() throws RowFault {
        TokenRow whole = SKU.tokenize(TOKENIZER, "Why?", "They look for food in winter.", 100);
        TokenRow cut =
                SKU.tokenize(
                        TOKENIZER,
                        "Why?",
                        "They look for food in winter.",
                        whole.answerStart() + 2);
        assertThat(cut)
                .isEqualTo(
                        new TokenRow(
                                Arrays.copyOf(whole.ids(), whole.answerStart() + 2),
                                whole.answerStart()));
    }

    @Test
    void aPromptThatLeavesNoRoomIsABadRow() throws RowFault {
        int prompt = SKU.tokenize(TOKENIZER, "Why?", "So.", 100).answerStart();
        List<Example> rows =
                List.of(
                        Example.plain("Why?", "So.", "f", 1),
                        Example.plain("Why on earth would anybody do that?", "So.", "f", 2));
        TokenizedRows read = TokenizedRows.of(rows, TOKENIZER, SKU, prompt + 1);
        assertThat(read.examples()).containsExactly(rows.getFirst());
        assertThat(read.tokens())
                .singleElement()
                .satisfies(t -> assertThat(t.answerLength()).isOne());
        assertThat(read.badRows())
                .singleElement()
                .satisfies(bad -> {
                    assertThat(bad.line()).isEqualTo(2);
                    assertThat(bad.reason()).startsWith("the prompt alone has ");
                });
        assertThatThrownBy(() -> SKU.tokenize(TOKENIZER, "Why?", "So.", prompt))
                .isInstanceOf(RowFault.class);
    }

    @Test
    void anotherRowsAnswerFollowsThisRowsPrompt() {
        TokenRow row = new TokenRow(new long[] {2, 10, 11, 20, 21}, 3);
        TokenRow other = new TokenRow(new long[] {2, 12, 30, 31, 32}, 2);
        assertThat(row.withAnswerOf(other, 100))
                .isEqualTo(new TokenRow(new long[] {2, 10, 11, 30, 31, 32}, 3));
        assertThat(row.withAnswerOf(other, 4))
                .isEqualTo(new TokenRow(new long[] {2, 10, 11, 30}, 3));
    }

    @Test
    void aTemplateWithoutAnAnswerIsFollowedByIt() {
        PromptTemplate chat = new TextTemplate("[INST] {q} [/INST]");
        assertThat(chat.text("Why?", "So.")).isEqualTo("[INST] Why? [/INST] So.");
        assertThat(chat.prompt("Why?")).isEqualTo("[INST] Why? [/INST]");
    }

    @Test
    void aTemplateMustHoldTheQuestionOnceAndBeforeTheAnswer() {
        for (String wrong : List.of("{a}", "{q} {q} {a}", "{a} {q}", "{q} {a} {a}", "")) {
            assertThatThrownBy(() -> new TextTemplate(wrong))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("data.template");
        }
    }
}
