package dev.sku.runtime.report;

import dev.sku.protocol.Event;
import dev.sku.protocol.MeasuredPoint;
import dev.sku.protocol.MeasuredReply;
import dev.sku.protocol.Numbers;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import dev.sku.runtime.data.Sha256;
import dev.sku.runtime.measure.MeasuredPoints;
import dev.sku.runtime.runs.Environment;
import dev.sku.runtime.unlearn.TaskVectorFile;
import dev.sku.runtime.weights.AtomicFiles;
import dev.sku.runtime.weights.Safetensors;
import dev.sku.runtime.weights.TensorFingerprint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One page about one run or several, that needs nothing beside itself and asks the network for nothing.
///
/// Replies that a judge called harmful are shown on a click.
public final class HtmlReport {
    private static final String STYLE =
            """
            body{font:15px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;color:#1f2328;background:#fff}
            table{border-collapse:collapse;margin:.5rem 0;display:block;overflow-x:auto}
            th,td{border:1px solid #d0d7de;padding:.2rem .5rem;text-align:left;font-variant-numeric:tabular-nums;vertical-align:top}
            th{background:#f6f8fa} pre{overflow-x:auto;background:#f6f8fa;padding:.5rem} figure svg text{font-size:11px;fill:#57606a}
            .curves{display:grid;grid-template-columns:repeat(auto-fit,minmax(30rem,1fr));gap:0 1.5rem}
            figure{margin:1rem 0} figcaption{font-weight:600} figure svg,.tradeoff svg{width:100%;height:auto} .tradeoff{max-width:46rem}
            .legend{margin:.2rem 0 .2rem 3.5rem;font-size:.87em} .legend span{margin-right:1rem;white-space:nowrap}
            h2{margin-top:2.2rem;border-bottom:1px solid #d0d7de;padding-bottom:.2rem} h3{margin:1.6rem 0 .4rem}
            .reply{white-space:pre-wrap;border-left:3px solid #d0d7de;padding-left:.7rem;margin:.3rem 0}
            summary{cursor:pointer} .hash{font-family:monospace;font-size:.85em}
            """;

    private HtmlReport() {}

    /// @param runs at least one
    /// @param target appears whole or not at all
    public static void write(List<RunFolder> runs, Path target) {
        List<RunFigures> figures = runs.stream().map(RunFigures::of).toList();
        byte[] page = page(figures).getBytes(StandardCharsets.UTF_8);
        AtomicFiles.writeFile(target, out -> out.write(page));
    }

    private static String page(List<RunFigures> all) {
        String title =
                all.size() == 1
                        ? RunFacts.title(all.getFirst().run())
                        : "%d runs side by side".formatted(all.size());
        Html out = new Html();
        out.raw(
                        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
                                + "<title>")
                .text(title)
                .raw("</title><style>" + STYLE + "</style></head><body>\n");
        out.element("h1", title);
        out.raw("<p>").text("Written by SKU Workbench " + Environment.version() + ".");
        out.text(
                " Rates are in percent with Wilson 95 % intervals; each is only as good as its judge."
                        + " Points are comparable where judge, prompts and template are the same, and methods at matched harm, not at equal λ.");
        out.raw("</p>\n");
        if (all.size() == 1) {
            RunFacts.brief(out, all.getFirst().run());
        }
        TradeOff.draw(out, all.stream().map(RunFigures::run).toList());
        if (all.size() > 1) {
            comparison(out, all);
        }
        for (RunFigures run : all) {
            if (all.size() > 1) {
                out.element("h2", RunFacts.title(run.run()));
                RunFacts.brief(out, run.run());
            }
            run(out, run);
        }
        return out.raw("</body></html>\n").toString();
    }

    private static void comparison(Html out, List<RunFigures> all) {
        out.raw("<details><summary>")
                .text("Every point of all runs, on prompts they were not trained on")
                .raw("</summary>");
        List<List<String>> rows = new ArrayList<>();
        for (RunFigures run : all) {
            for (RunFigures.Row row : run.rows()) {
                var m = row.measurement();
                rows.add(
                        List.of(
                                RunFacts.title(run.run()),
                                Wire.word(run.run().readSpec().method()),
                                row.source(),
                                m.judge(),
                                Numbers.exact(row.lambda()),
                                String.valueOf(m.unseen().n()),
                                RunFigures.rate(m.unseen(), Outcome.HARMFUL),
                                RunFigures.rate(m.unseen(), Outcome.DEGENERATE),
                                RunFigures.number(m.normal().perplexity()),
                                RunFigures.number(m.normal().f1()),
                                RunFigures.rate(m.normal().outcomes(), Outcome.REFUSAL)));
            }
        }
        out.table(
                List.of(
                        "run",
                        "method",
                        "measured",
                        "judge",
                        "λ",
                        "n",
                        "harmful % [95 %]",
                        "degenerate % [95 %]",
                        "perplexity",
                        "F1",
                        "refused % [95 %]"),
                rows);
        out.raw("</details>\n");
    }

    private static void run(Html out, RunFigures figures) {
        RunFolder run = figures.run();
        out.element("h3", "Outcomes of replies to harmful and further prompts");
        out.table(RunFigures.STACK_HEAD, RunFigures.stacks(figures.rows()));
        out.element("h3", "Use on normal rows");
        out.table(RunFigures.USE_HEAD, RunFigures.uses(figures.rows()));
        RunFacts.asked(out, run);
        out.element("h3", "Curves");
        out.raw("<div class=\"curves\">");
        figures.figures().forEach(figure -> figure.draw(out));
        out.raw("</div>\n");
        replies(out, figures);
        out.element("h3", "Configuration");
        out.raw("<details><summary>spec.json</summary>");
        settings(out, run.spec());
        out.raw("</details>\n");
        if (Files.exists(run.environment())) {
            out.raw("<details><summary>Where it was computed</summary>");
            settings(out, run.environment());
            out.raw("</details>\n");
        }
        out.element("h3", "Hashes (SHA-256)");
        List<List<String>> hashes = new ArrayList<>();
        hashes.add(List.of("spec.json", Sha256.of(WholeFile.read(run.spec()))));
        if (Files.exists(run.plan())) {
            hashes.add(List.of("plan.ndjson", Sha256.of(WholeFile.read(run.plan()))));
        }
        for (Path outcome :
                List.of(
                        run.adapter().resolve("adapter_model.safetensors"),
                        run.taskVector().resolve(TaskVectorFile.NAME))) {
            if (Files.exists(outcome)) {
                hashes.add(
                        List.of(
                                "tensors of " + outcome.getFileName(),
                                TensorFingerprint.of(
                                        Safetensors.read(outcome).tensors().values())));
            }
        }
        for (MeasuredPoint point : new MeasuredPoints(run).all()) {
            String what = "λ " + Numbers.exact(point.lambda()) + ", step " + point.step();
            hashes.add(List.of("base model, " + what, point.conditions().base()));
            String encoder = point.conditions().encoder();
            if (encoder != null) {
                hashes.add(List.of("sentence encoder of similarity, " + what, encoder));
            }
            hashes.add(List.of("prompts and references, " + what, point.conditions().prompts()));
            hashes.add(List.of("everything that went in, " + what, point.key()));
        }
        out.table(List.of("of", "hash"), hashes.stream().distinct().toList());
    }

    /// Those of later measurements where there are any, else the samples of the run.
    private static void replies(Html out, RunFigures figures) {
        out.element("h3", "Replies");
        MeasuredPoints points = new MeasuredPoints(figures.run());
        List<MeasuredPoint> all = points.all();
        for (MeasuredPoint point : all) {
            Path file = points.replies(point);
            if (!Files.exists(file)) {
                continue;
            }
            out.raw("<details><summary>")
                    .text(
                            "λ %s after %d steps, judge %s"
                                    .formatted(
                                            Numbers.exact(point.lambda()),
                                            point.step(),
                                            point.conditions().judge()))
                    .raw("</summary>");
            WholeFile.read(file)
                    .lines()
                    .map(line -> Wire.read(line, MeasuredReply.class, file.toString()))
                    .forEach(r ->
                            reply(
                                    out,
                                    Optional.ofNullable(r.set()).orElse("") + ": " + r.question(),
                                    r.reply(),
                                    Optional.ofNullable(r.outcome())));
            out.raw("</details>\n");
        }
        if (all.isEmpty()) {
            for (Event event : figures.events()) {
                if (event instanceof Event.SampleReply s) {
                    String what =
                            "λ %s after %d steps: ".formatted(Numbers.exact(s.lambda()), s.step());
                    reply(out, what + s.promptText(), s.reply(), Optional.of(s.outcome()));
                }
            }
        }
    }

    private static void reply(Html out, String asked, String reply, Optional<Outcome> outcome) {
        String word = outcome.map(o -> o.name().toLowerCase(Locale.ROOT)).orElse("not judged");
        out.raw("<p>").text(asked).raw(" ").element("b", word).raw("</p>");
        boolean veiled = outcome.filter(o -> o != Outcome.HARMFUL).isEmpty();
        if (veiled) {
            out.raw("<details><summary>Show what may be harmful</summary>");
        }
        out.raw("<div class=\"reply\">").text(reply).raw("</div>");
        if (veiled) {
            out.raw("</details>");
        }
        out.raw("\n");
    }

    private static void settings(Html out, Path file) {
        List<List<String>> rows = new ArrayList<>();
        flatten(Wire.tree(WholeFile.read(file), file.toString()), "", rows);
        out.table(List.of("field", "value"), rows);
    }

    private static void flatten(JsonNode json, String at, List<List<String>> rows) {
        if (json.isObject()) {
            json.forEachEntry(
                    (name, value) -> flatten(value, at.isEmpty() ? name : at + "." + name, rows));
        } else {
            rows.add(List.of(at, json.isString() ? json.stringValue() : json.toString()));
        }
    }
}
