/** Python environments made from requirements. */
@NullMarked
package dev.muster.spi.python;

import org.jspecify.annotations.NullMarked;
