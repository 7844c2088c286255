/// One run while it runs and afterwards: curves, outcomes, replies, orders to it, what went wrong.
@NullMarked
package dev.sku.app.train;

import org.jspecify.annotations.NullMarked;
