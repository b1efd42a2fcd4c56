package dev.muster.core.job;

import dev.muster.model.Job;
import org.jspecify.annotations.Nullable;

/**
 * A job and whether what is known of it is of now.
 *
 * @param job as it was seen last
 * @param unknown why its head could not be asked; null when it was, or need not be
 */
public record JobView(Job job, @Nullable String unknown) {}
