/** Questions about runs, and requests to their owners. */
@NullMarked
package dev.muster.core.query;

import org.jspecify.annotations.NullMarked;
