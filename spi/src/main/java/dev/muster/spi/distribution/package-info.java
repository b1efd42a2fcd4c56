/** Distributions: the files that a service is made of, resolved, checked and kept by content. */
@NullMarked
package dev.muster.spi.distribution;

import org.jspecify.annotations.NullMarked;
