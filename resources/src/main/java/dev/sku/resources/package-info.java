/// How the window looks and what it says: stylesheets, fonts, icons and texts, behind `Theme` and `Texts`.
@NullMarked
package dev.sku.resources;

import org.jspecify.annotations.NullMarked;
