/** Small texts that people write: time spans, sizes, placeholders; and what is wrong with them. */
@NullMarked
package dev.muster.config.text;

import org.jspecify.annotations.NullMarked;
