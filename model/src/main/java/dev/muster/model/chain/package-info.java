/** Chains: map runs and pipelines one after another. */
@NullMarked
package dev.muster.model.chain;

import org.jspecify.annotations.NullMarked;
