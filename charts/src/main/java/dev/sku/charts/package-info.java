/// Series of numbers as pictures that grow while they are looked at, in the colours of the stylesheet.
@NullMarked
package dev.sku.charts;

import org.jspecify.annotations.NullMarked;
