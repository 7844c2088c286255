/// What several tests need: the parity sets, where they are present.
@NullMarked
package dev.sku.runtime.testing;

import org.jspecify.annotations.NullMarked;
