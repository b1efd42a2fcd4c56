package dev.muster.core.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of a project's inputs a run takes.
 *
 * @param number the first so many in store order, 0 for all; null when not said
 * @param files exactly these keys; empty when not said
 */
public record Selection(@Nullable Integer number, List<String> files) {

  /** All that the project's globs match. */
  public static final Selection ALL = new Selection(0, List.of());

  public Selection {
    files = List.copyOf(files);
    if (number != null && number < 0) {
      throw new IllegalArgumentException("a number of inputs is 0 or more, not " + number);
    }
    if (number != null && !files.isEmpty()) {
      throw new IllegalArgumentException("either a number of inputs or their names, not both");
    }
  }
}
