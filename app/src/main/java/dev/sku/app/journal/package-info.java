/// What a run's journal amounts to: its state, how far it came, its newest measurement.
@NullMarked
package dev.sku.app.journal;

import org.jspecify.annotations.NullMarked;
