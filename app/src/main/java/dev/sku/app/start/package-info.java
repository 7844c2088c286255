/// The page of a workspace without runs: from nothing to a finished sample run with one button.
@NullMarked
package dev.sku.app.start;

import org.jspecify.annotations.NullMarked;
