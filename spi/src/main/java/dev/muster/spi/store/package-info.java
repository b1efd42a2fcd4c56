/** Where bytes live. */
@NullMarked
package dev.muster.spi.store;

import org.jspecify.annotations.NullMarked;
