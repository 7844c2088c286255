package dev.sku.runtime.cli;

import dev.sku.runtime.data.PromptTemplate;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.generate.Row;
import dev.sku.runtime.generate.TextGeneration;
import dev.sku.runtime.model.Variant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sku generate --model FOLDER QUESTION…`: replies, printed as they arrive.
@Command(name = "generate", description = "Let a model reply, with an adapter at any weight.")
final class GenerateCommand implements Callable<Integer> {
    @Mixin Output output = new Output();

    @Mixin ModelChoice choice = new ModelChoice();

    @Mixin TemplateOption around = new TemplateOption();

    @Mixin SamplingOptions options = new SamplingOptions();

    @Parameters(paramLabel = "QUESTION", arity = "1..*", description = "Asked in the template.")
    List<String> questions = List.of();

    @Option(names = "--raw", description = "The questions are exact prompts, without a template.")
    boolean raw;

    /// One reply.
    ///
    /// @param prompt the exact text the model saw
    record Reply(String prompt, String reply) {}

    @Override
    public Integer call() {
        around.check();
        var sampling = options.sampling();
        try (ModelChoice.Loaded loaded = choice.load();
                TextTokenizer tokenizer = TextTokenizer.open(loaded.folder().path())) {
            PromptTemplate template =
                    around.template(tokenizer, LocalDateTime.now(ZoneId.systemDefault()));
            List<String> prompts =
                    raw ? questions : questions.stream().map(template::prompt).toList();
            Console console = output.console();
            boolean live = prompts.size() == 1;
            List<String> replies =
                    TextGeneration.generate(
                                    rows(loaded, tokenizer, template, prompts),
                                    _ -> tokenizer,
                                    sampling,
                                    () -> false,
                                    (_, piece, _) -> {
                                        if (live) {
                                            console.piece(piece);
                                        }
                                    })
                            .stream()
                            .map(TextGeneration.Said::text)
                            .toList();
            if (live) {
                console.line("");
            } else {
                for (int i = 0; i < prompts.size(); i++) {
                    console.line(questions.get(i) + "\n  " + replies.get(i).strip());
                }
            }
            output.result(
                    IntStream.range(0, prompts.size())
                            .mapToObj(i -> new Reply(prompts.get(i), replies.get(i)))
                            .toList());
        }
        return 0;
    }

    private List<Row> rows(
            ModelChoice.Loaded loaded,
            TextTokenizer tokenizer,
            PromptTemplate template,
            List<String> prompts) {
        Supplier<Variant> same = loaded::variant;
        return IntStream.range(0, prompts.size())
                .mapToObj(i -> {
                    String prompt = prompts.get(i);
                    return raw
                            ? new Row(loaded.model(), tokenizer.encode(prompt), i, same)
                            : new Row(
                                    loaded.model(),
                                    template.encode(tokenizer, prompt),
                                    i,
                                    same,
                                    template.ends());
                })
                .toList();
    }
}
