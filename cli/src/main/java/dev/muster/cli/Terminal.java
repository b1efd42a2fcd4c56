package dev.muster.cli;

import java.io.PrintStream;

/**
 * Where a command prints.
 *
 * @param out what was asked for
 * @param err what is said beside it: progress, warnings, errors
 * @param outIsTerminal whether a person reads out
 * @param errIsTerminal whether a person reads err
 * @param width columns of the terminal
 * @param color whether colours are wanted ({@code NO_COLOR}, {@code TERM=dumb})
 */
public record Terminal(
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int width,
    boolean color) {}
