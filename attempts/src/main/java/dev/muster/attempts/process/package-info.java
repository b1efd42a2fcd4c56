/** Attempts of steps as processes of this machine, which outlive the Muster that started them. */
@NullMarked
package dev.muster.attempts.process;

import org.jspecify.annotations.NullMarked;
