/** Pipeline files, in Muster's form and in that of multimno's orchestrator. */
@NullMarked
package dev.muster.config.pipeline;

import org.jspecify.annotations.NullMarked;
