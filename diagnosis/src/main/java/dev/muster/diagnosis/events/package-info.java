/** Spark's event logs: what an application did, in figures, and what to do about it. */
@NullMarked
package dev.muster.diagnosis.events;

import org.jspecify.annotations.NullMarked;
