@NullMarked
package dev.sku.runtime.chat;

import org.jspecify.annotations.NullMarked;
