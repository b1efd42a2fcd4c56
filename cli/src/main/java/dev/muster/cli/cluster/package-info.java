/** {@code muster cluster …}: parse, call a use case, print. */
@NullMarked
package dev.muster.cli.cluster;

import org.jspecify.annotations.NullMarked;
