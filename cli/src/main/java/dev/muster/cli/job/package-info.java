/** {@code muster job …}: parse, call a use case, print. */
@NullMarked
package dev.muster.cli.job;

import org.jspecify.annotations.NullMarked;
