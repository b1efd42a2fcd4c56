/** {@code muster pipeline}. */
@NullMarked
package dev.muster.cli.pipeline;

import org.jspecify.annotations.NullMarked;
