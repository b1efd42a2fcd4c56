/** Packages as archives: written the same for the same contents, read as if from an enemy. */
@NullMarked
package dev.muster.packages.archive;

import org.jspecify.annotations.NullMarked;
