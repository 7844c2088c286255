package dev.sku.runtime.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Trains a byte-level BPE: starting from bytes, the most frequent pair of neighbouring tokens becomes a token, until the
/// vocabulary is full.
///
/// Of pairs that are equally frequent, the one with the smaller token ids is merged first, as in Hugging Face's
/// `BpeTrainer`, whose merges these are equal to. All pairs are counted anew for every merge: slow, exact, and quick enough
/// for the few thousand different words of the sample.
public final class ByteLevelBpeTrainer {
    /// A different word of the corpus: its tokens so far, and how often it occurs.
    private static final class Word {
        private int[] tokens;
        private final int count;

        Word(int[] tokens, int count) {
            this.tokens = tokens;
            this.count = count;
        }
    }

    private final int size;
    private final List<String> vocabulary = new ArrayList<>();
    private final List<ByteLevelBpe.Merge> merges = new ArrayList<>();

    private ByteLevelBpeTrainer(int size) {
        this.size = size;
        vocabulary.addAll(ByteLevelBpe.SPECIAL);
        vocabulary.addAll(ByteLevel.alphabet());
    }

    /// @param size of the vocabulary with special tokens and bytes; it stays smaller when the corpus has no pair left
    public static ByteLevelBpe train(Iterable<String> corpus, int size) {
        ByteLevelBpeTrainer trainer = new ByteLevelBpeTrainer(size);
        trainer.run(trainer.words(corpus));
        return new ByteLevelBpe(List.copyOf(trainer.vocabulary), List.copyOf(trainer.merges));
    }

    private List<Word> words(Iterable<String> corpus) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String text : corpus) {
            ByteLevel.words(text).forEach(w -> counts.merge(w, 1, Integer::sum));
        }
        Map<String, Integer> ids = new HashMap<>();
        for (int id = ByteLevelBpe.SPECIAL.size(); id < vocabulary.size(); id++) {
            ids.put(vocabulary.get(id), id);
        }
        List<Word> words = new ArrayList<>();
        counts.forEach((word, count) -> {
            int[] tokens =
                    word.chars().map(c -> ids.getOrDefault(Character.toString(c), -1)).toArray();
            words.add(new Word(tokens, count));
        });
        return words;
    }

    private void run(List<Word> words) {
        while (vocabulary.size() < size) {
            long pair = mostFrequentPair(words);
            if (pair < 0) {
                return;
            }
            int left = (int) (pair >>> Integer.SIZE);
            int right = (int) pair;
            merges.add(new ByteLevelBpe.Merge(vocabulary.get(left), vocabulary.get(right)));
            int joined = vocabulary.size();
            vocabulary.add(vocabulary.get(left) + vocabulary.get(right));
            words.forEach(w -> w.tokens = joined(w.tokens, left, right, joined));
        }
    }

    /// The ids of the pair in the high and low half of a long, or −1 when no word has two tokens left.
    private static long mostFrequentPair(List<Word> words) {
        Map<Long, Integer> counts = new HashMap<>();
        for (Word word : words) {
            for (int i = 0; i + 1 < word.tokens.length; i++) {
                long pair = (long) word.tokens[i] << Integer.SIZE | word.tokens[i + 1];
                counts.merge(pair, word.count, Integer::sum);
            }
        }
        long best = -1;
        int most = 0;
        for (Map.Entry<Long, Integer> entry : counts.entrySet()) {
            int count = entry.getValue();
            if (count > most || (count == most && entry.getKey() < best)) {
                most = count;
                best = entry.getKey();
            }
        }
        return best;
    }

    private static int[] joined(int[] tokens, int left, int right, int joined) {
        int[] out = new int[tokens.length];
        int length = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (i + 1 < tokens.length && tokens[i] == left && tokens[i + 1] == right) {
                out[length++] = joined;
                i++;
            } else {
                out[length++] = tokens[i];
            }
        }
        return length == tokens.length ? tokens : Arrays.copyOf(out, length);
    }
}
