package dev.muster.model;

import org.jspecify.annotations.Nullable;

/**
 * Why a task failed.
 *
 * @param kind the class of failure
 * @param message one line, for tables: for instance {@code ValueError: no column temp}
 * @param detail the stack trace or the last lines of output, null when there are none
 */
public record Failure(FailureKind kind, String message, @Nullable String detail) {}
