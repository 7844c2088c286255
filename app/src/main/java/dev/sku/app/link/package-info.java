/// Connections to whatever runs runs: following journals, starting processes, sending orders. Nothing here touches a node.
@NullMarked
package dev.sku.app.link;

import org.jspecify.annotations.NullMarked;
