/// Rows of questions and answers: read from files, split by question, turned into token ids, and planned step by step.
@NullMarked
package dev.sku.runtime.data;

import org.jspecify.annotations.NullMarked;
