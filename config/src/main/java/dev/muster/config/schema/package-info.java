/** Options, each declared once, and the reading of a mapping against them. */
@NullMarked
package dev.muster.config.schema;

import org.jspecify.annotations.NullMarked;
