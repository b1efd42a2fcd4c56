/** Pipelines: steps that follow each other, what became of them, and the runs they belong to. */
@NullMarked
package dev.muster.model.pipeline;

import org.jspecify.annotations.NullMarked;
