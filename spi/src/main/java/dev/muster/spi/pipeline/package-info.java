/** What runs steps of pipelines. */
@NullMarked
package dev.muster.spi.pipeline;

import org.jspecify.annotations.NullMarked;
