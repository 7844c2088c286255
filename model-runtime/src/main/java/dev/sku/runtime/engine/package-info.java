/// libtorch as a place to run TorchScript text: loading text, calling it, and owning what it returns.
@NullMarked
package dev.sku.runtime.engine;

import org.jspecify.annotations.NullMarked;
