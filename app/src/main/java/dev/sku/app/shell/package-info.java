/// The frame around the pages: navigation, status bar, command palette, notices, log drawer, keyboard.
@NullMarked
package dev.sku.app.shell;

import org.jspecify.annotations.NullMarked;
