/**
 * Runs tasks on this machine: a thread and a warm worker process for each slot. The workers' own
 * code is the shim of {@code dev.muster.protocol}; docs/worker-protocol.md tells how they talk.
 */
@NullMarked
package dev.muster.tasks;

import org.jspecify.annotations.NullMarked;
