/// A model's own chat template: the part of Jinja2 that such templates use, read strictly and within bounds.
@NullMarked
package dev.sku.runtime.chat;

import org.jspecify.annotations.NullMarked;
