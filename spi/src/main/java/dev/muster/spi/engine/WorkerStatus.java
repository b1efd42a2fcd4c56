package dev.muster.spi.engine;

import dev.muster.model.Worker;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does now.
 *
 * @param worker which
 * @param ordinal the task it runs, null when it is idle
 * @param since when it began that, or became idle
 * @param rss resident memory of its processes in bytes, 0 when it was not measured
 */
public record WorkerStatus(Worker worker, @Nullable Integer ordinal, Instant since, long rss) {}
