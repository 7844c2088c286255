/// What a model's replies are found to be, and how its utility is measured.
@NullMarked
package dev.sku.runtime.evaluate;

import org.jspecify.annotations.NullMarked;
