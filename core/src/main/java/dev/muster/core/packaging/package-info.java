/** Packages: what goes into one, how it is built, where it goes. */
@NullMarked
package dev.muster.core.packaging;

import org.jspecify.annotations.NullMarked;
