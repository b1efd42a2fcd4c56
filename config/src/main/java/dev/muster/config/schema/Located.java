package dev.muster.config.schema;

/**
 * A text that knows its line, from 1, for problems that show themselves later.
 *
 * @param text as it is given
 * @param line the line it begins in
 */
public record Located(String text, int line) {}
