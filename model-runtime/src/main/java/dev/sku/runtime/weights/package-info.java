/// Checkpoint files, byte by byte: safetensors read and written, pickles converted, and writes that happen whole or not
/// at all. Knows files and dtypes; knows neither architectures nor libtorch.
@NullMarked
package dev.sku.runtime.weights;

import org.jspecify.annotations.NullMarked;
