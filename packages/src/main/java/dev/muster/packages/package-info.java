/** Python environments: finding interpreters, and installing requirements once per content. */
@NullMarked
package dev.muster.packages;

import org.jspecify.annotations.NullMarked;
