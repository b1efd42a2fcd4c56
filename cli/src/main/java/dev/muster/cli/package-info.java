/** The command line: parse, call a use case, print. */
@NullMarked
package dev.muster.cli;

import org.jspecify.annotations.NullMarked;
