/// What the window and the runtime say to each other, and what a run folder holds: records, the journal's line format
/// and the sentences of every problem. Knows no toolkit, no engine and no database.
@NullMarked
package dev.sku.protocol;

import org.jspecify.annotations.NullMarked;
