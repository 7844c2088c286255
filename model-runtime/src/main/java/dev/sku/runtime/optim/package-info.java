/// The optimizer and what belongs to its step: schedule of the learning rate and the norm of the gradient.
@NullMarked
package dev.sku.runtime.optim;

import org.jspecify.annotations.NullMarked;
