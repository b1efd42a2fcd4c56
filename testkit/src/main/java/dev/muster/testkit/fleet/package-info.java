/** Fleets without hosts. */
@NullMarked
package dev.muster.testkit.fleet;

import org.jspecify.annotations.NullMarked;
