/// Recorded cases run again with the pieces of a real run, and compared with what PyTorch and transformers gave.
@NullMarked
package dev.sku.runtime.replay;

import org.jspecify.annotations.NullMarked;
