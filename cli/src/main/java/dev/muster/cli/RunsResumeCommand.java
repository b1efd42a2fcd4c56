package dev.muster.cli;

import dev.muster.core.run.MapRequest;
import dev.muster.model.Run;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster runs resume RUN}. */
@Command(name = "resume")
final class RunsResumeCommand extends RunCommand {

  @Option(
      names = {"-w", "--workers"},
      paramLabel = "N",
      description = "Run N tasks at once (default: as before; elsewhere, as many as there can be).")
  @Nullable Integer workers;

  @Option(names = "--fail-fast", description = "Stop at the first task that finally fails.")
  boolean failFast;

  @Option(names = "--offline", description = "Install requirements without asking an index.")
  boolean offline;

  @Mixin EngineFlags engine = new EngineFlags();

  RunsResumeCommand(CliContext context) {
    super(context);
  }

  /** Whether local workers had it, and have it again. */
  private boolean here(Run interrupted) {
    return engine.isLocal()
        && interrupted.environment().stream().noneMatch(fact -> fact.name().equals("engine"));
  }

  @Override
  public Integer call() throws InterruptedException {
    Run interrupted = run();
    MapOptions options = new MapOptions();
    options.workers =
        workers == null && here(interrupted) ? Integer.valueOf(interrupted.workers()) : workers;
    options.failFast = failFast;
    options.offline = offline;
    options.engine = engine;
    String problem = options.problem();
    if (problem != null) {
      throw usage(problem);
    }
    MapRequest request = options.request(context(), interrupted.folder());
    return new MapExecution(context(), console()).resume(interrupted, request).code();
  }
}
