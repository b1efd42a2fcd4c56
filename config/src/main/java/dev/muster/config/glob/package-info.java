/** Patterns on the keys of inputs. */
@NullMarked
package dev.muster.config.glob;

import org.jspecify.annotations.NullMarked;
