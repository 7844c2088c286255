/// Writes the sample data: mild questions and answers from word lists, the corpus of the sample model, and its tokenizer.
@NullMarked
package dev.sku.runtime.sample;

import org.jspecify.annotations.NullMarked;
