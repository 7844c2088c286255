/// A run folder from its only writer's side: lock, journal, checkpoints, orders, and what the machine was.
@NullMarked
package dev.sku.runtime.runs;

import org.jspecify.annotations.NullMarked;
