/// Models as Hugging Face keeps them: what `config.json` says, which tensors belong to it and in which shapes, and the
/// folders of models and LoRA adapters, opened with every fault found at once and written so that others load them.
@NullMarked
package dev.sku.runtime.model;

import org.jspecify.annotations.NullMarked;
