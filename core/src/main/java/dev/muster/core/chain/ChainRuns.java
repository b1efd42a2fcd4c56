package dev.muster.core.chain;

import dev.muster.config.chain.ChainElement;
import dev.muster.config.project.ProjectLoader;
import dev.muster.core.Services;
import dev.muster.core.plan.Plan;
import dev.muster.core.plan.Selection;
import dev.muster.core.run.MapRequest;
import dev.muster.core.run.MapRuns;
import dev.muster.core.run.Prepared;
import dev.muster.core.run.RunSummary;
import dev.muster.model.Input;
import dev.muster.model.RunState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The use cases of a chain: check all of it, then run it element by element. What an element is
 * made of is planned when its turn comes: it may be what the one before has written. A chain that
 * was broken off is simply run again: what succeeded is cached.
 */
public final class ChainRuns {

  private final Services services;

  public ChainRuns(Services services) {
    this.services = services;
  }

  /** What the caller does for an element. */
  public interface Runner {

    /** The request for an element as it stands, with all its inputs. */
    MapRequest request(ChainElement element, Selection selection);

    /** An element's turn has come. */
    void begins(ChainElement element);

    /** Runs an element and shows how it goes. */
    RunSummary run(ChainElement element, MapRequest request) throws InterruptedException;
  }

  /**
   * Reads the projects of all elements.
   *
   * @throws ProblemsException CONFIGURATION with all that is wrong with any of them
   */
  public void check(List<ChainElement> elements) {
    List<Problem> problems = new ArrayList<>();
    for (ChainElement element : elements) {
      try {
        ProjectLoader.load(element.project(), element.variables());
      } catch (ProblemsException e) {
        problems.addAll(e.problems());
      } catch (MusterException e) {
        problems.add(Problem.of("element " + element.index() + ": " + e.getMessage(), e.hint()));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(
          ErrorKind.CONFIGURATION, List.copyOf(new LinkedHashSet<>(problems)));
    }
  }

  /**
   * Runs elements in order until one fails that must not, or the user stops.
   *
   * @param subset places and keys of inputs for every element; empty for what each says itself
   * @return how those ended that had their turn
   */
  public List<ChainOutcome> run(List<ChainElement> elements, List<String> subset, Runner runner)
      throws InterruptedException {
    check(elements);
    List<ChainOutcome> outcomes = new ArrayList<>();
    for (ChainElement element : elements) {
      runner.begins(element);
      ChainOutcome outcome = run(element, subset, runner);
      outcomes.add(outcome);
      if (outcome.endsChain()) {
        break;
      }
    }
    return outcomes;
  }

  private ChainOutcome run(ChainElement element, List<String> subset, Runner runner)
      throws InterruptedException {
    List<String> wanted = subset.isEmpty() ? element.testSubset() : subset;
    MapRequest request = runner.request(element, asked(element));
    if (!wanted.isEmpty() || element.skipExisting()) {
      Prepared prepared = new MapRuns(services).prepare(element.project(), request);
      Plan plan = prepared.plan();
      List<Input> inputs = plan.inputs();
      Set<String> taken = new LinkedHashSet<>();
      inputs.forEach(input -> taken.add(input.key()));
      if (!wanted.isEmpty()) {
        taken.retainAll(InputSubset.named(inputs, wanted));
      }
      if (element.skipExisting()) {
        taken.removeAll(
            InputSubset.existing(prepared.project().name(), plan, services.ledger().get()));
      }
      if (taken.isEmpty()) {
        return new ChainOutcome(element, inputs.size(), null);
      }
      request = runner.request(element, new Selection(null, List.copyOf(taken)));
      return ended(element, inputs.size() - taken.size(), runner.run(element, request));
    }
    return ended(element, 0, runner.run(element, request));
  }

  private ChainOutcome ended(ChainElement element, int leftOut, RunSummary summary) {
    ChainOutcome outcome = new ChainOutcome(element, leftOut, summary);
    if (summary.run().state() != RunState.RUNNING) {
      new ChainReport(services).write(outcome, summary.run());
    }
    return outcome;
  }

  private static Selection asked(ChainElement element) {
    return element.files().isEmpty()
        ? new Selection(element.number(), List.of())
        : new Selection(null, element.files());
  }
}
