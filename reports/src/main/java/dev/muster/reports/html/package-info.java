/** The page that shows a run. */
@NullMarked
package dev.muster.reports.html;

import org.jspecify.annotations.NullMarked;
