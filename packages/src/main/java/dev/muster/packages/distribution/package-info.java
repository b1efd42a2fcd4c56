/**
 * Distributions: resolved by Maven coordinates as Maven itself would, checked, kept by content,
 * carried as bundles.
 */
@NullMarked
package dev.muster.packages.distribution;

import org.jspecify.annotations.NullMarked;
