/// Measurements of this machine: steps, generation, loading and the rate of plain matrix products, on random models of a
/// given shape.
@NullMarked
package dev.sku.runtime.bench;

import org.jspecify.annotations.NullMarked;
