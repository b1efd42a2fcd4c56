package dev.muster.cli;

import dev.muster.core.query.RunCatalog;
import dev.muster.model.Run;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command about one run. */
abstract class RunCommand extends MusterCommand {

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "A run's id, the start or end of it, or latest.")
  @Nullable String run;

  RunCommand(CliContext context) {
    super(context);
  }

  RunCatalog catalog() {
    return new RunCatalog(context().services().get());
  }

  Run run() {
    String named = run;
    if (named == null) {
      throw usage("name a run, or latest");
    }
    return catalog().require(named);
  }
}
