/**
 * Spark standalone on the hosts of a cluster: what is looked at, written, started and taken away.
 */
@NullMarked
package dev.muster.service.spark;

import org.jspecify.annotations.NullMarked;
