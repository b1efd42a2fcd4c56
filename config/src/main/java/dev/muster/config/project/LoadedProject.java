package dev.muster.config.project;

import dev.muster.model.Project;
import dev.muster.spi.Problem;
import java.util.List;

/**
 * A project as it was read.
 *
 * @param project what the file says
 * @param warnings what works but should be written otherwise, in the order of the lines
 */
public record LoadedProject(Project project, List<Problem> warnings) {

  public LoadedProject {
    warnings = List.copyOf(warnings);
  }
}
