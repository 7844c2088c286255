package dev.sku.runtime.data;

import dev.sku.protocol.BadRow;
import java.util.ArrayList;
import java.util.List;

/// Examples with their token ids, at the same index; and those whose prompt leaves no room for an answer.
public record TokenizedRows(List<Example> examples, List<TokenRow> tokens, List<BadRow> badRows) {
    public TokenizedRows {
        examples = List.copyOf(examples);
        tokens = List.copyOf(tokens);
        badRows = List.copyOf(badRows);
    }

    public static TokenizedRows of(
            List<Example> rows, TextTokenizer tokenizer, PromptTemplate template, int maxTokens) {
        List<Example> examples = new ArrayList<>();
        List<TokenRow> tokens = new ArrayList<>();
        List<BadRow> badRows = new ArrayList<>();
        for (Example row : rows) {
            try {
                tokens.add(template.tokenize(tokenizer, row.question(), row.answer(), maxTokens));
                examples.add(row);
            } catch (RowFault fault) {
                badRows.add(new BadRow(row.file(), row.line(), fault.reason()));
            }
        }
        return new TokenizedRows(examples, tokens, badRows);
    }
}
