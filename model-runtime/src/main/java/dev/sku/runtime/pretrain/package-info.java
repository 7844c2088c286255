/// Plain training of a small model from scratch: how the sample models are made.
@NullMarked
package dev.sku.runtime.pretrain;

import org.jspecify.annotations.NullMarked;
