/**
 * What every engine makes of the workers' messages: attempts, kept results, the words of a worker
 * that cannot start; and how workers are told what to do.
 */
@NullMarked
package dev.muster.attempts;

import org.jspecify.annotations.NullMarked;
