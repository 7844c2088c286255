/// What a person prefers, kept in one small file, applied at once.
@NullMarked
package dev.sku.app.settings;

import org.jspecify.annotations.NullMarked;
