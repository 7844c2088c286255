package dev.sku.app.train;

import dev.sku.protocol.Measurement;

/// One evaluation: after `step` steps, at `lambda` (0 is the base).
public record Evaluated(int step, double lambda, Measurement measurement) {}
