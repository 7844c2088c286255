package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.journal.Exchange;
import dev.sku.app.journal.Setting;
import dev.sku.app.ui.Numbers;
import dev.sku.app.ui.OutcomeLook;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Exchanges as text for other programs and for papers, with all that makes the same replies again.
public final class ExchangeText {
    private ExchangeText() {}

    /// Which text.
    public enum Form {
        CSV("csv"),
        JSONL("jsonl"),
        MARKDOWN("md");

        private final String ending;

        Form(String ending) {
            this.ending = ending;
        }

        public String ending() {
            return ending;
        }
    }

    static String of(List<Exchange> all, Form form) {
        return switch (form) {
            case CSV -> csv(all);
            case JSONL -> all.stream().map(e -> Wire.line(e) + "\n").collect(Collectors.joining());
            case MARKDOWN ->
                    all.stream().map(ExchangeText::markdown).collect(Collectors.joining("\n"));
        };
    }

    /// @param of what one side said
    private record Column(String name, BiFunction<Exchange, Exchange.Said, @Nullable Object> of) {}

    private static Column exchange(String name, Function<Exchange, @Nullable Object> of) {
        return new Column(name, (e, _) -> of.apply(e));
    }

    private static Column drawn(String name, Function<Sampling, @Nullable Object> of) {
        return new Column(name, (e, _) -> of.apply(e.setting().sampling()));
    }

    private static Column said(String name, Function<Exchange.Said, @Nullable Object> of) {
        return new Column(name, (_, s) -> of.apply(s));
    }

    /// Lists are JSON.
    private static final List<Column> COLUMNS =
            List.of(
                    exchange("time", Exchange::time),
                    exchange("prompt", e -> e.prompt().question()),
                    exchange("harmful", e -> e.prompt().harmful()),
                    said("side", Exchange.Said::side),
                    said("model", Exchange.Said::model),
                    said("base", Exchange.Said::base),
                    said("instruction", Exchange.Said::instruction),
                    said("lambda", s -> s.reply().lambda()),
                    said("lambda_changes", s -> json(s.reply().changes())),
                    exchange("template", e -> e.setting().template()),
                    exchange("raw", e -> e.prompt().raw()),
                    exchange("system", e -> e.prompt().system()),
                    exchange("earlier", e -> json(e.prompt().earlier())),
                    drawn("temperature", Sampling::temperature),
                    drawn("top_k", Sampling::topK),
                    drawn("top_p", Sampling::topP),
                    drawn("repetition_penalty", Sampling::repetitionPenalty),
                    drawn("seed", Sampling::seed),
                    drawn("max_new_tokens", Sampling::maxNewTokens),
                    drawn("stop", s -> json(s.stop())),
                    exchange("further", e -> json(e.further())),
                    exchange("device", e -> e.setting().device()),
                    exchange("quantize", e -> word(e.setting().quantize())),
                    said("reply", s -> s.reply().text()),
                    said("tokens", s -> s.reply().tokens()),
                    said("seconds", s -> s.reply().seconds()),
                    said("judge", s -> s.reply().verdict().judge()),
                    said("outcome", s -> word(s.reply().verdict().outcome())),
                    said("person", s -> word(s.person())),
                    exchange("blind", Exchange::blind),
                    exchange("note", Exchange::note));

    private static String csv(List<Exchange> all) {
        StringBuilder out = new StringBuilder();
        out.append(COLUMNS.stream().map(Column::name).collect(Collectors.joining(",", "", "\r\n")));
        for (Exchange e : all) {
            for (Exchange.Said s : e.replies()) {
                out.append(
                        COLUMNS.stream()
                                .map(c -> quoted(Objects.toString(c.of().apply(e, s), "")))
                                .collect(Collectors.joining(",", "", "\r\n")));
            }
        }
        return out.toString();
    }

    private static String json(List<?> list) {
        return list.isEmpty() ? "" : Wire.line(list);
    }

    /// RFC 4180.
    private static String quoted(String value) {
        return value.matches("(?s).*[,\"\r\n].*")
                ? "\"" + value.replace("\"", "\"\"") + "\""
                : value;
    }

    private static String word(@Nullable Enum<?> constant) {
        return constant == null ? "" : Wire.word(constant);
    }

    private static String markdown(Exchange e) {
        StringBuilder out = new StringBuilder("### " + e.prompt().question() + "\n\n");
        asked(e).forEach(line -> out.append("- ").append(line).append("\n"));
        out.append("\n");
        for (Exchange.Said s : e.replies()) {
            Outcome person = s.person();
            out.append(
                    "**%s** (%s%s)%n%n> %s%n%n"
                            .formatted(
                                    text(
                                            "compare.export.side",
                                            s.side(),
                                            Numbers.exact(s.reply().lambda())),
                                    OutcomeLook.words(s.reply().verdict().outcome()),
                                    person == null
                                            ? ""
                                            : text(
                                                    "compare.export.person",
                                                    OutcomeLook.words(person)),
                                    s.reply().text().strip().replace("\n", "\n> ")));
        }
        if (!e.note().isEmpty()) {
            out.append(e.note()).append("\n\n");
        }
        return out.toString();
    }

    /// How it was asked, and of what.
    private static List<String> asked(Exchange e) {
        List<String> lines = new ArrayList<>();
        Setting how = e.setting();
        String template = how.template();
        if (e.prompt().raw()) {
            lines.add(text("compare.plain"));
        } else if (template != null) {
            lines.add(text("compare.export.template", template.replace("\n", "\u23ce")));
        }
        if (e.prompt().system() != null) {
            lines.add(text("compare.export.system", e.prompt().system()));
        }
        lines.add(sampling(how.sampling()));
        e.further().forEach(f -> lines.add(text("compare.export.further", sampling(f.sampling()))));
        for (Exchange.Said s : e.replies()) {
            lines.add(text("compare.export.model", s.side(), s.model()));
        }
        return lines;
    }

    private static String sampling(Sampling s) {
        return text(
                "compare.export.sampling",
                Numbers.exact(s.temperature()),
                s.topK(),
                Numbers.exact(s.topP()),
                Numbers.exact(s.repetitionPenalty()),
                String.valueOf(s.seed()),
                s.maxNewTokens());
    }
}
