/** Clusters: what is done with them and in which order, recorded so that it can be gone on with. */
@NullMarked
package dev.muster.core.cluster;

import org.jspecify.annotations.NullMarked;
