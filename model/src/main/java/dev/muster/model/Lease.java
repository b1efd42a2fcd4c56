package dev.muster.model;

import java.time.Instant;

/**
 * The right to write what belongs to a resource, for a time.
 *
 * @param resource for instance {@code run/20261120-190102-k3f9x2}
 * @param owner the process that holds it
 * @param epoch grows by one with each new holder; a write under an older epoch is refused
 * @param expires when it ends unless it is renewed
 */
public record Lease(String resource, Owner owner, long epoch, Instant expires) {}
