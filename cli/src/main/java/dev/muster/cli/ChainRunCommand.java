package dev.muster.cli;

import dev.muster.config.chain.ChainElement;
import dev.muster.core.chain.ChainOutcome;
import dev.muster.core.chain.ChainRuns;
import dev.muster.core.plan.Selection;
import dev.muster.core.query.RunCatalog;
import dev.muster.core.run.MapRequest;
import dev.muster.core.run.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster chain run FILE}: map runs one after another. */
@Command(name = "run")
final class ChainRunCommand extends ChainCommand implements ChainRuns.Runner {

  @Option(
      names = {"-t", "--test"},
      paramLabel = "INPUT",
      arity = "1",
      description =
          "Take only this input, by its key or its place in store order from 0, in every element;"
              + " can be repeated.")
  List<String> subset = new ArrayList<>();

  @Option(names = "--dry-run", description = "Check everything and run nothing.")
  boolean dryRun;

  ChainRunCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    List<ChainElement> elements = elements();
    ChainRuns chains = new ChainRuns(context().services().get());
    if (dryRun) {
      chains.check(elements);
      show(elements);
      console().say("nothing was run (--dry-run)");
      return ExitCode.DONE.code();
    }
    List<ChainOutcome> outcomes = chains.run(elements, subset, this);
    summarize(elements.size(), outcomes);
    return code(outcomes).code();
  }

  @Override
  public MapRequest request(ChainElement element, Selection selection) {
    MapOptions options = new MapOptions();
    options.number = selection.number();
    options.files = selection.files();
    options.rounds = element.rounds();
    options.workers = element.workers();
    options.fresh = element.fresh();
    options.failFast = element.failFast();
    options.offline = element.offline();
    options.engine.cluster = element.cluster();
    element.variables().forEach((name, value) -> options.variables.given.add(name + ":" + value));
    return options.request(context(), element.project());
  }

  @Override
  public void begins(ChainElement element) {
    console().say("element " + element.index() + ": " + element.project());
  }

  @Override
  public RunSummary run(ChainElement element, MapRequest request) throws InterruptedException {
    RunSummary summary = new MapExecution(context(), console()).runOne(element.project(), request);
    if (element.debug()) {
      RunCatalog catalog = new RunCatalog(context().services().get());
      catalog.tasks(
          summary.run(),
          task -> task.outcome() != null && task.cachedFrom() == null,
          Integer.MAX_VALUE,
          task -> TaskLogView.print(console(), task, catalog.findLog(summary.run(), task)));
    }
    return summary;
  }

  private void summarize(int elements, List<ChainOutcome> outcomes) {
    Console console = console();
    console.json(
        Console.object(
            "event",
            "chain",
            "elements",
            elements,
            "ended",
            outcomes.size(),
            "outcomes",
            outcomes.stream()
                .map(
                    outcome ->
                        Console.object(
                            "element", outcome.element().index(),
                            "run", run(outcome),
                            "state", state(outcome).toUpperCase(Locale.ROOT),
                            "inputs_left_out", outcome.leftOut()))
                .toList()));
    Table table = new Table("element", "project", "run", "state", "left out");
    for (ChainOutcome outcome : outcomes) {
      table.row(
          outcome.element().index(),
          String.valueOf(outcome.element().project().getFileName()),
          run(outcome),
          state(outcome),
          outcome.leftOut());
    }
    console.table(table);
    if (outcomes.size() < elements) {
      console.say(
          elements
              - outcomes.size()
              + " of "
              + elements
              + " elements had no turn; run the chain"
              + " again when that is mended: what succeeded is not done again");
    }
  }

  private static String run(ChainOutcome outcome) {
    RunSummary summary = outcome.summary();
    return summary == null ? "" : summary.run().id().value();
  }

  private static String state(ChainOutcome outcome) {
    RunSummary summary = outcome.summary();
    return summary == null
        ? "nothing to do"
        : summary.run().state().name().toLowerCase(Locale.ROOT);
  }

  private static ExitCode code(List<ChainOutcome> outcomes) {
    if (outcomes.stream().anyMatch(ChainOutcome::interrupted)) {
      return ExitCode.INTERRUPTED;
    }
    return outcomes.stream().anyMatch(ChainOutcome::endsChain) ? ExitCode.FAILED : ExitCode.DONE;
  }
}
