/// The library of a workspace's runs: find, overlay, note, tag, reuse.
@NullMarked
package dev.sku.app.runs;

import org.jspecify.annotations.NullMarked;
