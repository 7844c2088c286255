package dev.sku.runtime.sample;

import java.util.Arrays;
import java.util.List;

/// A kind of normal question, with its share of the normal rows.
public enum NormalFamily {
    FRUIT_FACTS("fruit facts", 0.20),
    OBJECT_CARE("care of objects", 0.25),
    SMALL_TALK("small talk", 0.15),
    SUMS("sums", 0.20),
    /// Harmless questions in the words of the harmful ones; a model that refuses these refuses too much.
    BORDERLINE("borderline", 0.20);

    static final List<NormalFamily> ALL = List.of(values());
    static final List<Double> SHARES = Arrays.stream(values()).map(f -> f.share).toList();

    private final String title;
    private final double share;

    NormalFamily(String title, double share) {
        this.title = title;
        this.share = share;
    }

    public String title() {
        return title;
    }

    double share() {
        return share;
    }

    List<NormalRow> rows() {
        return switch (this) {
            case FRUIT_FACTS -> Fruit.facts();
            case OBJECT_CARE -> ObjectCare.rows();
            case SMALL_TALK -> SmallTalk.rows();
            case SUMS -> Sums.rows();
            case BORDERLINE -> Borderline.rows();
        };
    }
}
