package dev.sku.runtime.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What `render.py` recorded of transformers, replayed: templates in the manner of published families, and constructs.
class GoldenTemplatesTest {
    private static final String FAULT = "a fault that no text says";
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 4, 5, 6, 7);

    /// Jinja2 renders these.
    private static final List<String> REFUSED =
            List.of(
                    "{{ 2 ** -1 }}",
                    "{{ s.__class__ }}",
                    "{{ n.real }}",
                    "{% for x in l recursive %}{% endfor %}",
                    "{% block a %}x{% endblock %}",
                    "{{ '%s' % 1 }}",
                    "{{ 'a{}'.format(1) }}");

    @Test
    void everyTemplateRendersEveryConversationAsTransformersDoes() throws IOException {
        Map<String, JsonNode> conversations = new LinkedHashMap<>();
        json("conversations.json").forEach(c -> conversations.put(c.path("name").asString(), c));
        List<String> different = new ArrayList<>();
        int compared = 0;
        for (JsonNode recorded : json("golden.json")) {
            if (!recorded.has("template")) {
                continue;
            }
            String file = recorded.path("template").asString();
            JsonNode conversation =
                    Objects.requireNonNull(
                            conversations.get(recorded.path("conversation").asString()));
            boolean generation = recorded.path("generation").asBoolean();
            Map<String, Object> names = Names.of(conversation);
            names.remove("name");
            names.putIfAbsent("tools", None.NONE);
            names.put("documents", None.NONE);
            names.put("add_generation_prompt", generation);
            names.putAll(Map.of("bos_token", "<s>", "eos_token", "</s>", "unk_token", "<unk>"));
            String rendered = rendered(text("templates/" + file), names);
            if (!rendered.equals(recorded(recorded))) {
                different.add(
                        "%s, %s, %s:\n%s\ninstead of\n%s"
                                .formatted(
                                        file,
                                        conversation.path("name"),
                                        generation,
                                        rendered,
                                        recorded(recorded)));
            }
            compared++;
        }
        assertThat(different).isEmpty();
        assertThat(compared).isGreaterThan(400);
    }

    @Test
    void constructsGiveTheSameTextOrAreRefused() throws IOException {
        Map<String, Object> names = Names.of(json("constructs.json").path("names"));
        List<String> refused = new ArrayList<>();
        List<String> different = new ArrayList<>();
        for (JsonNode recorded : json("golden.json")) {
            if (!recorded.has("construct")) {
                continue;
            }
            String template = recorded.path("construct").asString();
            String rendered = rendered(template, names);
            if (rendered.equals(recorded(recorded))) {
                continue;
            }
            if (rendered.equals(FAULT) && !recorded.has("error")) {
                refused.add(template);
            } else {
                different.add(template + "\n" + rendered + "\ninstead of\n" + recorded(recorded));
            }
        }
        assertThat(different).isEmpty();
        assertThat(refused).containsExactlyElementsOf(REFUSED);
    }

    private static String recorded(JsonNode recorded) {
        return recorded.has("error") ? FAULT : recorded.path("text").asString();
    }

    private static String rendered(String template, Map<String, Object> names) {
        try {
            return ChatTemplate.parse("the test", template, Map.of()).render(names, NOW);
        } catch (ProblemException e) {
            return FAULT;
        }
    }

    private static JsonNode json(String name) throws IOException {
        return Wire.tree(text(name), name);
    }

    private static String text(String name) throws IOException {
        try (InputStream in = GoldenTemplatesTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
