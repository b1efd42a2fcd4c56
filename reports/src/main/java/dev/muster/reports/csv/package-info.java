/** Results, logs and errors as tables and lines. */
@NullMarked
package dev.muster.reports.csv;

import org.jspecify.annotations.NullMarked;
