package dev.muster.core.run;

import dev.muster.config.project.ProjectLoader;
import dev.muster.core.Services;
import dev.muster.core.plan.Planner;
import dev.muster.core.plan.Selection;
import dev.muster.model.Input;
import dev.muster.model.Project;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What can be known of a project long before a run of it is planned. */
public final class MapChecks {

  private final Services services;

  public MapChecks(Services services) {
    this.services = services;
  }

  /**
   * Reads a project and looks whether its secrets are there; lists no inputs.
   *
   * @throws dev.muster.spi.MusterException or ProblemsException with all that is wrong
   */
  public Project project(Path folder, Map<String, String> variables) {
    Project project = ProjectLoader.load(folder, variables).project();
    Preparation.requireSecrets(project, services);
    return project;
  }

  /**
   * The inputs of a project that a run would take, in the order of their keys.
   *
   * @throws dev.muster.spi.MusterException or ProblemsException when there are none
   */
  public List<Input> inputs(Project project, Selection selection) {
    return Planner.inputs(project, services.stores(), selection);
  }
}
