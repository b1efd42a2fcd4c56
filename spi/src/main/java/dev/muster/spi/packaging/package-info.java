/** Packages: code and all that it needs in one archive, which hosts run without a network. */
@NullMarked
package dev.muster.spi.packaging;

import org.jspecify.annotations.NullMarked;
