/** How times, spans and names are written, and where to. */
@NullMarked
package dev.muster.reports.text;

import org.jspecify.annotations.NullMarked;
