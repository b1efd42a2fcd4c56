/** Cluster files: {@code cluster.yaml} in Muster's form and in Ray's. */
@NullMarked
package dev.muster.config.cluster;

import org.jspecify.annotations.NullMarked;
