package dev.muster.core.run;

import dev.muster.config.project.LoadedProject;
import dev.muster.core.Background;
import dev.muster.core.Services;
import dev.muster.core.plan.FileHashes;
import dev.muster.core.plan.Plan;
import dev.muster.core.plan.Planner;
import dev.muster.model.Entrypoint;
import dev.muster.model.Project;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.python.PythonEnvironments.Python;
import java.util.List;

/**
 * From a project to the plan of a run. What every project needs, an open ledger and most likely the
 * usual Python, is got while the project is still being read.
 */
final class Preparation implements AutoCloseable {

  private final Services services;
  private final Background<Ledger> opening;
  private final Background<Python> usualPython;

  Preparation(Services services) {
    this.services = services;
    opening = Background.of(services.ledger());
    usualPython = Background.of(() -> services.pythons().get().find(null));
  }

  /**
   * Plans a run.
   *
   * @throws dev.muster.spi.MusterException or ProblemsException with all that is wrong
   */
  Prepared plan(LoadedProject loaded, MapRequest request) throws InterruptedException {
    Project project = loaded.project();
    requireSecrets(project, services);
    try (Background<Python> python = python(project)) {
      Ledger ledger = opening.await();
      FileHashes hashes = new FileHashes(ledger, services.clock());
      int rounds = request.rounds() * project.repeat();
      Plan plan =
          new Planner(services.stores(), ledger, hashes, services.home().resolve("cache"))
              .plan(
                  project,
                  request.selection(),
                  rounds,
                  request.fresh() || rounds > 1,
                  () -> pythonOf(project, python.await()));
      return new Prepared(
          project,
          plan,
          python.await(),
          loaded.warnings().stream().map(Problem::toString).toList());
    }
  }

  private Background<Python> python(Project project) {
    return project.python() == null
        ? usualPython
        : Background.of(() -> services.pythons().get().find(project.python()));
  }

  /**
   * Checks that the environment has the project's secrets.
   *
   * @throws ProblemsException CONFIGURATION naming those it has not
   */
  static void requireSecrets(Project project, Services services) {
    List<Problem> missing =
        project.secrets().stream()
            .filter(name -> !services.environment().containsKey(name))
            .map(
                name ->
                    Problem.of(
                        "secret "
                            + name
                            + " of project "
                            + project.name()
                            + " is not in the environment",
                        "export " + name + "=…"))
            .toList();
    if (!missing.isEmpty()) {
      throw new ProblemsException(ErrorKind.CONFIGURATION, missing);
    }
  }

  /** Python's version matters to what runs in it, or is made of its packages. */
  static String pythonOf(Project project, Python python) {
    boolean matters =
        project.entrypoint() instanceof Entrypoint.PythonFunction || project.requirements() != null;
    return matters ? python.minor() : "";
  }

  /** Waits for what is not needed any more. */
  @Override
  public void close() {
    opening.close();
    usualPython.close();
  }
}
