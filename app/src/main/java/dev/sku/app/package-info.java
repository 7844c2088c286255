/// Where the window begins: the launcher, the composition root that wires pages, links and store, and the tour of pictures.
@NullMarked
package dev.sku.app;

import org.jspecify.annotations.NullMarked;
