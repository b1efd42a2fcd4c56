package dev.muster.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One unit handed to an engine.
 *
 * @param id its id
 * @param cluster id of the cluster it was handed to
 * @param kind {@code spark} or {@code command}
 * @param description what is run, as JSON; without secrets
 * @param state where it stands
 * @param handle the engine's own id, null until it has one
 * @param exitCode of its driver; null when it has none
 * @param detail why it failed; null otherwise
 * @param attempt 1 for the first
 * @param created when the line was written
 * @param started when its driver was started, null before
 * @param ended when it ended, null before
 */
public record Job(
    JobId id,
    String cluster,
    String kind,
    String description,
    JobState state,
    @Nullable String handle,
    @Nullable Integer exitCode,
    @Nullable String detail,
    int attempt,
    Instant created,
    @Nullable Instant started,
    @Nullable Instant ended) {}
