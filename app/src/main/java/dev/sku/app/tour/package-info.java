/// What the window's pictures of itself are made of: runs for demonstration, and scenes as PNG files.
@NullMarked
package dev.sku.app.tour;

import org.jspecify.annotations.NullMarked;
