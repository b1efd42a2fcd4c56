/** {@code muster package …}. */
@NullMarked
package dev.muster.cli.packaging;

import org.jspecify.annotations.NullMarked;
