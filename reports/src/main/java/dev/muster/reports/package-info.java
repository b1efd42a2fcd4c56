/**
 * What a run leaves behind for people and programs: tables, figures, pictures, a page. Each writer
 * has a package of its own; {@link dev.muster.reports.text} holds what they share.
 */
@NullMarked
package dev.muster.reports;

import org.jspecify.annotations.NullMarked;
