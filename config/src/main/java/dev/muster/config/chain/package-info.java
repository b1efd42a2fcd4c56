/** Chain files: configurations of map runs and pipelines that are done one after another. */
@NullMarked
package dev.muster.config.chain;

import org.jspecify.annotations.NullMarked;
