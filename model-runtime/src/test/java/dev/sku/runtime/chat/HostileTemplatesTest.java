package dev.sku.runtime.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.ProblemException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Templates made to hang or to fill the memory end in a sentence, soon.
class HostileTemplatesTest {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    static List<String> hostile() {
        String million =
                "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}";
        String doubled =
                "{% set n = namespace(v='ab') %}{% for i in range(99) %}{% set n.v = n.v + n.v %}{% endfor %}";
        String lists =
                "{% set n = namespace(v=[1]) %}{% for i in range(99) %}{% set n.v = [n.v, n.v] %}{% endfor %}";
        return List.of(
                million + "{% endfor %}{% endfor %}{% endfor %}",
                "{% for a in range(99999999) %}{% endfor %}",
                doubled,
                doubled.replace("n.v + n.v", "n.v ~ n.v"),
                doubled.replace("n.v + n.v", "n.v | replace('a', n.v)"),
                doubled.replace("n.v + n.v", "[n.v, n.v] | join(n.v)"),
                doubled.replace("n.v + n.v", "n.v * 9"),
                doubled.replace("'ab'", "[1]"),
                lists + "{{ n.v }}",
                lists + "{{ n.v | tojson }}",
                lists
                        + "{{ n.v == [n.v, 1] or n.v < n.v }}"
                        + lists.replace("n ", "k ")
                        + "{{ n.v == n.v[0] }}",
                lists + "{% set m = n.v %}" + lists + "{{ m == n.v }}",
                "{{ 'a' * 999999999 }}",
                "{{ [1] * 999999999 }}",
                "{{ ('a\\n' * 99999) | indent(999999999) }}",
                "{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}",
                "{% macro m() %}{{ m() ~ m() }}{% endmacro %}{{ m() }}",
                "{% set n = namespace(g=['a']) %}{% for i in range(9999) %}{% set n.g = n.g | map('upper') %}{% endfor %}{{ n.g | list }}",
                "{% set s = 'a' * 900000 %}{% for i in range(99999) %}{{ s | length }}{% endfor %}",
                "{% set s = 'a' * 900000 %}{% for i in range(99999) %}{% if s[i] %}{% endif %}{% endfor %}",
                "{% set s = 'a' * 900000 %}{% for i in range(99999) %}{% if s == s ~ 'b' or s + 'x' in s %}{% endif %}{% endfor %}",
                "{% set s = 'a' * 900000 %}{% set p = 'a' * 400000 + 'b' %}{{ p in s }}",
                "{% set s = 'a' * 900000 %}{% for i in range(9999) %}{% set t = s | upper | lower | trim | tojson | replace('b', 'c') %}{% endfor %}",
                "{{ range(99999) | list | map('string') | join(' ' * 9999) }}",
                "{{ 9 ** 999999999 }}",
                "{{ 1 ** 9223372036854775807 + 2 ** 9223372036854775807 }}",
                "{{ " + "(".repeat(60_000) + "1" + ")".repeat(60_000) + " }}",
                "{{ " + "[".repeat(60_000),
                "{{ " + "not ".repeat(45_000) + "1 }}",
                "{{ " + "-".repeat(60_000) + "1 }}",
                "{{ 1" + " + 1".repeat(45_000) + " }}",
                "{{ a" + ".b".repeat(90_000) + " }}",
                "{{ a" + "|upper".repeat(30_000) + " }}",
                "{% if a %}".repeat(19_000),
                "{% for a in b %}".repeat(12_000),
                "{{ a if b else ".repeat(12_000),
                "{% set " + "(".repeat(60_000) + "a = 1 %}",
                "{#".repeat(90_000),
                "{% raw %}".repeat(20_000),
                "x".repeat(600_000),
                "{{ '" + "\\x".repeat(60_000) + "' }}");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void endInASentenceSoon(String template) {
        long start = CPU.getCurrentThreadCpuTime();

        assertThatThrownBy(() ->
                        ChatTemplate.parse("the folder", template, Map.of())
                                .render(List.of(ChatMessage.user("Hello")), true, null))
                .isInstanceOf(ProblemException.class)
                .extracting(
                        e -> ((ProblemException) e).problem().sentence(java.util.Locale.ENGLISH))
                .asString()
                .startsWith("The chat template of the folder cannot be used. Line 1: ");

        assertThat(Duration.ofNanos(CPU.getCurrentThreadCpuTime() - start))
                .isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aLongConversationIsNoHostileOne() {
        String template =
                "{% for m in messages %}{{ '<|' + m.role + '|>' + m.content | trim + eos_token }}{% endfor %}";
        List<ChatMessage> talk =
                java.util.stream.IntStream.range(0, 1000)
                        .mapToObj(i -> ChatMessage.user("word ".repeat(150)))
                        .toList();

        String text =
                ChatTemplate.parse("the folder", template, Map.of("eos_token", "</s>"))
                        .render(talk, true, null);

        assertThat(text).hasSize(1000 * (8 + 749 + 4));
    }
}
