/// Parts that every page is put together from, number formats, and the one way onto the JavaFX thread.
@NullMarked
package dev.sku.app.ui;

import org.jspecify.annotations.NullMarked;
