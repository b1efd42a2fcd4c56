package dev.muster.spi;

import java.util.List;
import java.util.stream.Collectors;

/** All that is wrong with what the user gave, at once. */
public final class ProblemsException extends MusterException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * @param kind CONFIGURATION for a file of ours, INVALID for other input
   * @param problems at least one
   */
  public ProblemsException(ErrorKind kind, List<Problem> problems) {
    super(
        kind,
        problems.stream().map(Problem::toString).collect(Collectors.joining("\n")),
        null,
        null);
    this.problems = List.copyOf(problems);
  }

  /** In the order in which they stand in the file. */
  public List<Problem> problems() {
    return problems;
  }
}
