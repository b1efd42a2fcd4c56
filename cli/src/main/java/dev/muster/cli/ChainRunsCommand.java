package dev.muster.cli;

import dev.muster.core.chain.ChainCatalog;
import dev.muster.model.chain.ChainRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command about one run of a chain. */
abstract class ChainRunsCommand extends MusterCommand {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description =
          "A run's id, the start or end of it, latest, or a chain file for its latest run.")
  @Nullable String run;

  ChainRunsCommand(CliContext context) {
    super(context);
  }

  ChainCatalog catalog() {
    return new ChainCatalog(context().services().get());
  }

  ChainRun run() {
    String named = run;
    if (named == null) {
      throw usage("name a run, or latest");
    }
    return catalog().require(named, context().folder());
  }
}
