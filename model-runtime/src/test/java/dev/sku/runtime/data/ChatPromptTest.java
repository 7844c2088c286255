package dev.sku.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A byte-level tokenizer that puts `</s>` (2) in front of any text, with chat templates of several kinds.
class ChatPromptTest {
    private static final String TEMPLATE =
            "{{ bos_token }}{% for m in messages %}<s>{{ m.role }}\n{{ m.content | trim }}<pad>\n{% endfor %}"
                    + "{% if add_generation_prompt %}<s>assistant\n{% endif %}";

    @TempDir Path folder;

    private TextTokenizer tokenizer(Map<String, ?> config) throws IOException {
        Path source = Shared.resource("bytelevel").resolve("tokenizer.json");
        Files.copy(source, folder.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("tokenizer_config.json"), Wire.line(config));
        return TextTokenizer.open(folder);
    }

    private TextTokenizer withTemplate(Object template) throws IOException {
        return tokenizer(
                Map.of(
                        "bos_token",
                        Map.of("content", "</s>", "lstrip", false),
                        "chat_template",
                        template));
    }

    private static PromptTemplate chat(TextTokenizer tokenizer) {
        return PromptTemplate.of(DataSpec.CHAT_TEMPLATE, tokenizer);
    }

    @Test
    void systemTextEarlierTurnsAndTheQuestionAreOneConversation() throws IOException {
        try (TextTokenizer tokenizer = withTemplate(TEMPLATE)) {
            String prompt =
                    chat(tokenizer)
                            .prompt(
                                    "Be kind.",
                                    List.of(new PromptTemplate.Exchange("Hello", "Hi.")),
                                    "Why?");

            assertThat(prompt)
                    .isEqualTo(
                            """
                            </s><s>system
                            Be kind.<pad>
                            <s>user
                            Hello<pad>
                            <s>assistant
                            Hi.<pad>
                            <s>user
                            Why?<pad>
                            <s>assistant
                            """);
        }
    }

    @Test
    void specialTokensAreReadAsSuchAndNoneIsAdded() throws IOException {
        try (TextTokenizer tokenizer = withTemplate(TEMPLATE)) {
            long[] ids = chat(tokenizer).encode(tokenizer, chat(tokenizer).prompt("Why?"));

            assertThat(ids).startsWith(2, 0).doesNotContain(3);
            assertThat(Arrays.stream(ids).filter(id -> id == 2)).hasSize(1);
            assertThat(Arrays.stream(ids).filter(id -> id == 0)).hasSize(2);
            assertThat(Arrays.stream(ids).filter(id -> id == 1)).hasSize(1);
        }
    }

    @Test
    void aRowIsThePromptThenTheAnswerThenItsEnd() throws Exception {
        try (TextTokenizer tokenizer = withTemplate(TEMPLATE)) {
            PromptTemplate chat = chat(tokenizer);

            TokenRow row = chat.tokenize(tokenizer, "Why?", " They look for food. ", 100);

            assertThat(row.ids()).startsWith(chat.encode(tokenizer, chat.prompt("Why?")));
            long[] answer = Arrays.copyOfRange(row.ids(), row.answerStart(), row.length());
            assertThat(tokenizer.decode(answer, false)).isEqualTo("They look for food.<pad>");
            assertThat(chat.ends()).containsExactly(1);
        }
    }

    @Test
    void anAnswerThatTheTemplateLeavesOpenGetsItsEnd() throws IOException {
        String open =
                "{% for m in messages %}{{ m.content }}{% if not loop.last %}<pad>{% endif %}{% endfor %}"
                        + "{% if add_generation_prompt %}<pad>{% endif %}";
        try (TextTokenizer tokenizer = withTemplate(open)) {
            assertThat(chat(tokenizer).text("Why?", "So.")).isEqualTo("Why?<pad>So.<pad>");
        }
    }

    @Test
    void anAnswerFollowsThePromptWhereTheTemplateForgetsWhatItBeganWith() throws IOException {
        String thinking =
                "{% for m in messages %}<s>{{ m.content }}<pad>{% endfor %}"
                        + "{% if add_generation_prompt %}<s><think>{% endif %}";
        try (TextTokenizer tokenizer = withTemplate(thinking)) {
            assertThat(chat(tokenizer).text("Why?", "So."))
                    .isEqualTo("<s>Why?<pad><s><think>So.<pad>");
        }
    }

    @Test
    void anInstructionIsTheSystemText() throws IOException {
        try (TextTokenizer tokenizer = withTemplate(TEMPLATE)) {
            PromptTemplate instructed = chat(tokenizer).instructed("Refuse.");

            assertThat(instructed.prompt("Why?"))
                    .startsWith("</s><s>system\nRefuse.<pad>\n<s>user\nWhy?");
            assertThat(instructed.parts()).isNotEqualTo(chat(tokenizer).parts());
        }
    }

    @Test
    void ofANamedListTheDefaultIsTaken() throws IOException {
        List<Map<String, String>> named =
                List.of(
                        Map.of("name", "tool_use", "template", "tools"),
                        Map.of("name", "default", "template", "{{ messages[0].content }}!"));
        try (TextTokenizer tokenizer = withTemplate(named)) {
            assertThat(chat(tokenizer).prompt("Why?")).isEqualTo("Why?!");
        }
    }

    @Test
    void aFileOfItsOwnComesFirst() throws IOException {
        Files.writeString(folder.resolve("chat_template.jinja"), "own {{ eos_token }}");
        Files.writeString(folder.resolve("special_tokens_map.json"), "{\"eos_token\":\"<pad>\"}");
        try (TextTokenizer tokenizer = withTemplate(TEMPLATE)) {
            assertThat(chat(tokenizer).prompt("Why?")).isEqualTo("own <pad>");
        }
    }

    @Test
    void theFileOfAProcessorIsReadWhereNothingElseIsThere() throws IOException {
        Files.writeString(
                folder.resolve("chat_template.json"),
                "{\"chat_template\":\"{{ messages[0].role }}\"}");
        try (TextTokenizer tokenizer = tokenizer(Map.of())) {
            assertThat(chat(tokenizer).prompt("Why?")).isEqualTo("user");
        }
    }

    @Test
    void onlyWhatIsAskedAndNotMeasuredIsToldTheDate() throws IOException {
        String dated =
                "{% if strftime_now is defined %}{{ strftime_now('%d %b %Y') }}{% else %}some day{% endif %}";
        LocalDateTime now = LocalDateTime.of(2026, 3, 4, 5, 6);
        try (TextTokenizer tokenizer = withTemplate(dated)) {
            assertThat(PromptTemplate.at(DataSpec.CHAT_TEMPLATE, tokenizer, now).prompt("Why?"))
                    .isEqualTo("04 Mar 2026");
            assertThat(chat(tokenizer).prompt("Why?")).isEqualTo("some day");
        }
    }

    @Test
    void aModelWithoutOneIsRefused() throws IOException {
        try (TextTokenizer tokenizer = tokenizer(Map.of())) {
            assertThatThrownBy(() -> chat(tokenizer))
                    .extracting(e -> ((ProblemException) e).problem().sentence(Locale.ENGLISH))
                    .isEqualTo(
                            folder
                                    + " has no chat template of its own. Choose the SKU template, or write the prompt as exact text.");
        }
    }

    @Test
    void aFaultNamesFileLineAndConstruct() throws IOException {
        try (TextTokenizer tokenizer = withTemplate("{{ bos_token }}\n\n{% include 'x' %}")) {
            assertThatThrownBy(() -> chat(tokenizer))
                    .extracting(e -> ((ProblemException) e).problem().sentence(Locale.ENGLISH))
                    .asString()
                    .contains("tokenizer_config.json cannot be used")
                    .contains("Line 3: the statement 'include' is not known here.");
        }
    }

    @Test
    void whatATemplateItselfRefusesIsInItsWords() throws IOException {
        String refusing =
                "{% if messages[0].role == 'system' %}{{ raise_exception('No system text, please.') }}{% endif %}";
        try (TextTokenizer tokenizer = withTemplate(refusing)) {
            assertThatThrownBy(() -> chat(tokenizer).prompt("Be kind.", List.of(), "Why?"))
                    .extracting(e -> ((ProblemException) e).problem().sentence(Locale.ENGLISH))
                    .asString()
                    .endsWith("does not take this conversation. It says: No system text, please.");
        }
    }
}
