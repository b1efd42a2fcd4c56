package dev.muster.core.chain;

import dev.muster.config.chain.ChainElement;
import dev.muster.config.chain.ElementWork.MapWork;
import dev.muster.config.chain.ElementWork.PipelineWork;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.core.run.MapChecks;
import dev.muster.model.Input;
import dev.muster.model.Project;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Everything that can be known to be wrong with a chain before its first element is begun: projects
 * and pipelines, their clusters, and what a test subset names.
 */
final class ChainCheck {

  private final Services services;
  private final ElementRunner runner;

  ChainCheck(Services services, ElementRunner runner) {
    this.services = services;
    this.runner = runner;
  }

  /**
   * Checks elements.
   *
   * @throws ProblemsException with all that is wrong with any of them: NOT_FOUND when it is only
   *     that something is not there, else CONFIGURATION
   */
  void check(List<ChainElement> elements, ChainRequest request) {
    List<Problem> problems = new ArrayList<>();
    boolean missing = true;
    for (ChainElement element : elements) {
      try {
        check(element, request);
      } catch (ProblemsException e) {
        missing &= e.kind() == ErrorKind.NOT_FOUND;
        e.problems().forEach(problem -> problems.add(of(element, problem, elements.size())));
      } catch (MusterException e) {
        missing &= e.kind() == ErrorKind.NOT_FOUND;
        problems.add(Problem.of("element " + element.index() + ": " + e.getMessage(), e.hint()));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(
          missing ? ErrorKind.NOT_FOUND : ErrorKind.CONFIGURATION,
          List.copyOf(new LinkedHashSet<>(problems)));
    }
  }

  /** What stands in a file says where by itself. */
  private static Problem of(ChainElement element, Problem problem, int elements) {
    return problem.file() != null || elements == 1
        ? problem
        : Problem.of("element " + element.index() + ": " + problem.message(), problem.hint());
  }

  private void check(ChainElement element, ChainRequest request) {
    String cluster = element.work().cluster();
    if (element.work() instanceof MapWork work) {
      Project project = new MapChecks(services).project(work.project(), work.variables());
      if (cluster != null) {
        var unused = runner.request(work, ElementRuns.asked(work));
      }
      checkInputs(element, work, project, request);
      return;
    }
    if (cluster != null) {
      ClusterCatalog.requireReady(new ClusterCatalog(services).require(cluster));
    }
    var unused =
        new PipelineElement(services, request)
            .prepare(element, (PipelineWork) element.work(), runner.grace());
  }

  /**
   * What a test subset names has to be there already, unless elements before may write it: there
   * are no inputs yet, or the element says so. Then it has to be what can be an input.
   */
  private void checkInputs(
      ChainElement element, MapWork work, Project project, ChainRequest request) {
    List<String> wanted = request.subset().isEmpty() ? element.testSubset() : request.subset();
    if (wanted.isEmpty()) {
      return;
    }
    Boolean late = work.lateInputs();
    if (late == null || !late) {
      List<Input> inputs;
      try {
        inputs = new MapChecks(services).inputs(project, ElementRuns.asked(work));
      } catch (ProblemsException e) {
        if (late != null || element.index() == 0) {
          throw e;
        }
        InputSubset.requirePossible(project, wanted);
        return;
      }
      var unused = InputSubset.named(inputs, wanted);
      return;
    }
    InputSubset.requirePossible(project, wanted);
  }
}
