package dev.muster.cli;

import dev.muster.core.run.MapRequest;
import dev.muster.core.run.MapRuns;
import dev.muster.core.run.Prepared;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster map PROJECT}. */
@Command(name = "map")
final class MapCommand extends MusterCommand {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PROJECT",
      description = "The project's folder; the current one where it holds muster.yaml.")
  @Nullable Path project;

  @Option(
      names = {"-p", "--project"},
      paramLabel = "PROJECT",
      description = "The same, as an option.")
  @Nullable Path projectOption;

  @Mixin MapOptions options = new MapOptions();

  @Option(names = "--dry-run", description = "Print the plan and run nothing.")
  boolean dryRun;

  MapCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    Path named = project == null ? projectOption : project;
    if (project != null && projectOption != null) {
      throw usage("name the project's folder once: muster map PROJECT");
    }
    if (named == null) {
      if (!Files.isRegularFile(context().folder().resolve("muster.yaml"))) {
        throw usage("name the project's folder, for instance muster map PROJECT");
      }
      named = context().folder();
    }
    String problem = options.problem();
    if (problem != null) {
      throw usage(problem);
    }
    Path folder = folder(named);
    MapRequest request = options.request(context(), folder);
    if (dryRun) {
      Prepared prepared = new MapRuns(context().services().get()).prepare(folder, request);
      new PlanView(console()).show(prepared, request.workers());
      return ExitCode.DONE.code();
    }
    return new MapExecution(context(), console()).run(folder, request).code();
  }
}
