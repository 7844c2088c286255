package dev.sku.runtime.cli;

import dev.sku.protocol.Finding;
import dev.sku.runtime.inputs.ModelFacts;
import dev.sku.runtime.model.ModelConfig;
import dev.sku.runtime.model.ModelFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `sku inspect MODEL`: what a model folder holds, from its headers alone.
@Command(name = "inspect", description = "Show what a model folder holds, and whether it is sound.")
final class InspectCommand implements Callable<Integer> {
    @Mixin Output output = new Output();

    @Parameters(paramLabel = "MODEL", description = "A model folder.")
    Path folder = Path.of("");

    @Override
    public Integer call() {
        ModelFolder model = ModelFolder.open(folder);
        Map<String, Object> facts = facts(model);
        Console console = output.console();
        facts.forEach((name, value) -> console.line("%-13s %s".formatted(name, shown(value))));
        output.result(facts);
        return 0;
    }

    private static Map<String, Object> facts(ModelFolder model) {
        ModelConfig config = model.config();
        Finding.Model found = ModelFacts.of(model);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("folder", model.path().toString());
        facts.put("architecture", found.architecture());
        facts.put("parameters", model.parameters());
        facts.put("dtype", model.dtype().configName());
        facts.put("bytes", model.bytes());
        facts.put("shards", model.shards().size());
        facts.put("layers", config.layers());
        facts.put("width", config.hiddenSize());
        facts.put("heads", config.heads());
        facts.put("kvHeads", config.kvHeads());
        facts.put("vocabulary", config.vocabSize());
        facts.put("positions", config.maxPositions());
        facts.put("tied", config.tied());
        if (found.tokens() != null) {
            facts.put("tokenizer", Map.of("tokens", found.tokens()));
        }
        Map<String, Object> special = new LinkedHashMap<>();
        if (config.bosTokenId() != null) {
            special.put("bos", config.bosTokenId());
        }
        special.put("eos", config.eosTokenIds());
        if (config.padTokenId() != null) {
            special.put("pad", config.padTokenId());
        }
        facts.put("specialTokens", special);
        facts.put("licence", Objects.requireNonNullElse(found.licence(), "not named"));
        facts.put("warnings", found.warnings());
        return facts;
    }

    private static String shown(Object value) {
        return switch (value) {
            case Long l -> "%,d".formatted(l);
            case Integer i -> "%,d".formatted(i);
            case Map<?, ?> map -> {
                List<String> parts = new ArrayList<>();
                map.forEach((k, v) -> parts.add(k + " " + v));
                yield String.join(", ", parts);
            }
            case List<?> list -> list.isEmpty() ? "none" : String.join("; ", texts(list));
            default -> String.valueOf(value);
        };
    }

    private static List<String> texts(List<?> list) {
        return list.stream().map(String::valueOf).toList();
    }
}
