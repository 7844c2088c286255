/// The draft of a run: its fields, their faults, what it costs, and how it is started.
@NullMarked
package dev.sku.app.configure;

import org.jspecify.annotations.NullMarked;
