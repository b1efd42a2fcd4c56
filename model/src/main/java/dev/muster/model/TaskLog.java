package dev.muster.model;

/**
 * What a task printed.
 *
 * @param path relative to the run's results folder
 * @param bytes printed in all
 * @param cut bytes left out of the file because it would have been too long; 0 when it is whole
 */
public record TaskLog(String path, long bytes, long cut) {}
