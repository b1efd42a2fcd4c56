/** The configuration language: JSON with comments, imports and variables. */
@NullMarked
package dev.muster.config.language;

import org.jspecify.annotations.NullMarked;
