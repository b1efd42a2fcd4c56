package dev.muster.model;

import java.nio.file.Path;

/**
 * A file that goes along with the tasks, mode 0600, and is removed after the run.
 *
 * @param source absolute
 * @param target relative to the folder that {@code MUSTER_FILES} names
 */
public record ShippedFile(Path source, String target) {}
