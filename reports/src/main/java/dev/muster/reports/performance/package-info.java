/** How long tasks took, and what running them side by side brought. */
@NullMarked
package dev.muster.reports.performance;

import org.jspecify.annotations.NullMarked;
