/// The index of run folders in SQLite, rebuildable from them, and what only the person knows: notes and tags.
@NullMarked
package dev.sku.app.store;

import org.jspecify.annotations.NullMarked;
