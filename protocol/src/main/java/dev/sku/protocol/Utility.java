package dev.sku.protocol;

/// How useful a model still is on normal rows.
///
/// @param perplexity of the reference answers, exp of the mean nats a token
/// @param f1 mean token F1 of greedy replies against the reference answers
/// @param outcomes of the replies; the refusal rate among them is the over-refusal
/// @param rows how many rows were measured
public record Utility(double perplexity, double f1, OutcomeCounts outcomes, int rows) {}
