/// The command line: one class a command, and the one boundary where whatever went wrong becomes a sentence and an exit
/// code.
@NullMarked
package dev.sku.runtime.cli;

import org.jspecify.annotations.NullMarked;
