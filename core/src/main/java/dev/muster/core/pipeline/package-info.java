/** Pipelines: what is run, what is skipped and why, and how a run goes on after a stop. */
@NullMarked
package dev.muster.core.pipeline;

import org.jspecify.annotations.NullMarked;
