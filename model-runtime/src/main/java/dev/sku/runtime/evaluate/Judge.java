package dev.sku.runtime.evaluate;

import dev.sku.protocol.Outcome;

/// Says what a reply is. Its verdicts are only as good as its measured agreement with people; every result names it.
public interface Judge {
    /// Name and version, as results are labelled.
    String name();

    Outcome judge(JudgedReply reply);
}
