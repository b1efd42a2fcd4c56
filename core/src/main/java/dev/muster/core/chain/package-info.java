/** Map runs one after another. */
@NullMarked
package dev.muster.core.chain;

import org.jspecify.annotations.NullMarked;
