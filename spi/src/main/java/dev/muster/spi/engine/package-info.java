/** What runs the tasks of a map run. */
@NullMarked
package dev.muster.spi.engine;

import org.jspecify.annotations.NullMarked;
