/** What writes the results of a run. */
@NullMarked
package dev.muster.spi.report;

import org.jspecify.annotations.NullMarked;
