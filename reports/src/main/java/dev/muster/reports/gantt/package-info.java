/** Who worked when, as a picture. */
@NullMarked
package dev.muster.reports.gantt;

import org.jspecify.annotations.NullMarked;
