/// Runs as processes: one run from its specification to its result, in its folder.
@NullMarked
package dev.sku.runtime.agent;

import org.jspecify.annotations.NullMarked;
