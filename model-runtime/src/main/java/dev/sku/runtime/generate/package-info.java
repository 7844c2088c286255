/// Replies: choosing tokens one after the other with cached keys and values, and turning them into text as they come.
@NullMarked
package dev.sku.runtime.generate;

import org.jspecify.annotations.NullMarked;
