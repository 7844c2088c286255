package dev.sku.runtime.evaluate;

import java.util.List;

/// Texts as vectors: the smaller the angle between two, the nearer they are in meaning.
sealed interface TextVectors permits BaseStates, SentenceEncoder {
    /// As the model reads a text, cut where it can read no more.
    long[] tokens(String text);

    /// A vector for each text of one pass; one without elements for a text of which nothing is read.
    List<double[]> of(List<long[]> texts);
}
