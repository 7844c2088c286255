/// The method: the three modules of SKU's stage 1, the acquisition loop, task vectors and their negation.
@NullMarked
package dev.sku.runtime.unlearn;

import org.jspecify.annotations.NullMarked;
