/** Why a program failed, from its exit code and its last words: a cause, the evidence, a fix. */
@NullMarked
package dev.muster.diagnosis.cause;

import org.jspecify.annotations.NullMarked;
