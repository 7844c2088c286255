/// The research: data, models, unlearning, generation and evaluation, and the command line that runs them.
@NullMarked
package dev.sku.runtime;

import org.jspecify.annotations.NullMarked;
