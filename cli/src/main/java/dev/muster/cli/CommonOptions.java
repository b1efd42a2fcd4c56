package dev.muster.cli;

import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {

  @Option(
      names = "--json",
      description = "Print JSON for machines: one object, or one event a line.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print only results and errors.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      preprocessor = VariableOptions.OfVerbose.class,
      description = "Say more on the way; more often, more still.")
  boolean[] verbose = {};

  @Option(names = "--stacktrace", description = "Print the stack trace of an error.")
  boolean stacktrace;

  @Option(names = "--no-color", description = "Print without colours; as NO_COLOR does.")
  boolean noColor;

  @Option(
      names = {"-y", "--yes"},
      description = "Answer yes to every question.")
  boolean yes;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
