/** Map runs and pipelines one after another. */
@NullMarked
package dev.muster.core.chain;

import org.jspecify.annotations.NullMarked;
