/** Jobs: commands that run on the head of a cluster, with or without Muster there to watch. */
@NullMarked
package dev.muster.core.job;

import org.jspecify.annotations.NullMarked;
