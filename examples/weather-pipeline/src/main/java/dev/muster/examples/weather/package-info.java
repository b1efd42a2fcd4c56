/** Daily weather of two cities, from files to a table of months: the components of a pipeline. */
@NullMarked
package dev.muster.examples.weather;

import org.jspecify.annotations.NullMarked;
