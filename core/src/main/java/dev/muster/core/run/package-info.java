/** Running a plan: queue, retries, commits, heartbeat, results. */
@NullMarked
package dev.muster.core.run;

import org.jspecify.annotations.NullMarked;
