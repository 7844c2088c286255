package dev.sku.runtime.generate;

import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.data.TokenStream;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Replies as text while they arrive: whole characters, ending before the first stop string.
public final class TextGeneration {
    private final CausalLm model;
    private final TextTokenizer tokenizer;

    /// Gets each piece of a reply.
    @FunctionalInterface
    public interface TextListener {
        /// @param prompt its index in the call
        void accept(int prompt, String piece);
    }

    public TextGeneration(CausalLm model, TextTokenizer tokenizer) {
        this.model = model;
        this.tokenizer = tokenizer;
    }

    /// @param prompts exact texts; the tokenizer adds its special tokens
    /// @return whole replies, in the order of the prompts
    public List<String> generate(
            List<String> prompts,
            Variant variant,
            Sampling sampling,
            BooleanSupplier cancelled,
            TextListener listener) {
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            streams.add(new Stream(i, sampling.stop(), listener));
        }
        List<long[]> ids = prompts.stream().map(tokenizer::encode).toList();
        new Generator(model)
                .generate(
                        ids,
                        variant,
                        sampling,
                        cancelled,
                        (prompt, id) -> streams.get(prompt).take(id));
        streams.forEach(Stream::finish);
        return streams.stream().map(s -> s.said.toString()).toList();
    }

    /// One reply. Text that may be the beginning of a stop string is held back.
    private final class Stream {
        private final int index;
        private final List<String> stops;
        private final TextListener listener;
        private final TokenStream tokens = new TokenStream(tokenizer, true);
        private final StringBuilder said = new StringBuilder();
        private final StringBuilder held = new StringBuilder();
        private boolean stopped;

        Stream(int index, List<String> stops, TextListener listener) {
            this.index = index;
            this.stops = stops;
            this.listener = listener;
        }

        boolean take(long id) {
            held.append(tokens.add(id));
            say(false);
            return !stopped;
        }

        void finish() {
            if (!stopped) {
                held.append(tokens.finish());
                say(true);
            }
        }

        private void say(boolean all) {
            int stop = firstStop();
            if (stop >= 0) {
                stopped = true;
                held.setLength(stop);
            }
            int ready = all || stopped ? held.length() : held.length() - possibleStop();
            if (ready > 0) {
                String piece = held.substring(0, ready);
                held.delete(0, ready);
                said.append(piece);
                listener.accept(index, piece);
            }
        }

        private int firstStop() {
            return stops.stream().mapToInt(held::indexOf).filter(at -> at >= 0).min().orElse(-1);
        }

        /// Length of the longest end of the held text that begins a stop string.
        private int possibleStop() {
            String text = held.toString();
            int longest = 0;
            for (String stop : stops) {
                for (int n = Math.min(stop.length() - 1, text.length()); n > longest; n--) {
                    if (text.endsWith(stop.substring(0, n))) {
                        longest = n;
                    }
                }
            }
            return longest;
        }
    }
}
