package dev.muster.cli;

import dev.muster.config.Settings;
import dev.muster.core.plan.Selection;
import dev.muster.core.run.MapRequest;
import dev.muster.spi.engine.EngineOptions;
import dev.muster.spi.python.PythonEnvironments.PipOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a project is run: options of {@code map}, {@code map validate} and {@code demo}. */
final class MapOptions {

  @Option(
      names = {"-n", "--number"},
      paramLabel = "N",
      description = "Take the first N inputs in store order; 0 takes all.")
  @Nullable Integer number;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      arity = "1",
      description = "Take exactly this input, by its key; can be repeated.")
  List<String> files = new ArrayList<>();

  @Option(
      names = {"-r", "--repeat"},
      paramLabel = "N",
      description = "Run everything N times, round by round, fresh each time (default: 1).")
  int rounds = 1;

  @Option(
      names = {"-w", "--workers"},
      paramLabel = "N",
      description =
          "Run N tasks at once (default: as many as the engine has, the cores of this machine).")
  @Nullable Integer workers;

  @Option(names = "--fresh", description = "Run every task, also those that succeeded before.")
  boolean fresh;

  @Option(names = "--fail-fast", description = "Stop at the first task that finally fails.")
  boolean failFast;

  @Option(names = "--offline", description = "Install requirements without asking an index.")
  boolean offline;

  @Option(
      names = "--find-links",
      paramLabel = "FOLDER",
      arity = "1",
      description = "Also look for wheels in this folder; can be repeated.")
  List<Path> findLinks = new ArrayList<>();

  @Mixin EngineFlags engine = new EngineFlags();

  @Mixin VariableOptions variables = new VariableOptions();

  /** What is wrong with the options, null when nothing is. */
  @Nullable String problem() {
    if (number != null && number < 0) {
      return "-n takes 0 (all inputs) or more, not " + number;
    }
    if (number != null && !files.isEmpty()) {
      return "-n and -f exclude each other: take the first N inputs, or exactly these";
    }
    if (rounds < 1 || rounds > 1000) {
      return "-r takes 1 to 1000 rounds, not " + rounds;
    }
    if (workers != null && (workers < 1 || workers > 1024)) {
      return "-w takes 1 to 1024 workers, not " + workers;
    }
    String problem = variables.problem();
    return problem == null ? engine.problem() : problem;
  }

  /** The request for a project in a folder. */
  MapRequest request(CliContext context, Path project) {
    Settings settings = context.settings().get();
    List<Path> links = new ArrayList<>();
    Path wheels = project.resolve("wheels");
    if (Files.isDirectory(wheels)) {
      links.add(wheels);
    }
    links.addAll(settings.findLinkFolders());
    findLinks.forEach(folder -> links.add(context.folder().resolve(folder).normalize()));
    Integer asked = workers;
    EngineOptions options = engine.options(context.services(), context.folder(), asked);
    return new MapRequest(
        new Selection(number, files),
        rounds,
        fresh,
        slots(context, options, asked == null ? workersOf(settings) : asked, asked != null),
        failFast,
        new PipOptions(offline || settings.offline().value(), links),
        settings.graceTime().value(),
        settings.logLimit().value(),
        settings.inputCache().value(),
        options,
        variables.values(),
        command(context, project));
  }

  /** What the engine really has, or less when the user says so. */
  private static int slots(CliContext context, EngineOptions options, int workers, boolean asked) {
    if (options.isLocal()) {
      return workers;
    }
    int slots = context.services().get().engine(options.name()).slots(options);
    return slots == 0 ? workers : asked ? Math.min(slots, workers) : slots;
  }

  private static int workersOf(Settings settings) {
    int workers = settings.workers().value();
    return workers == 0 ? Runtime.getRuntime().availableProcessors() : workers;
  }

  /** The command line that says the same from any folder. */
  private List<String> command(CliContext context, Path project) {
    List<String> command = new ArrayList<>(List.of("muster", "map", project.toString()));
    if (number != null) {
      command.addAll(List.of("-n", number.toString()));
    }
    files.forEach(file -> command.addAll(List.of("-f", file)));
    if (rounds > 1) {
      command.addAll(List.of("-r", Integer.toString(rounds)));
    }
    if (workers != null) {
      command.addAll(List.of("-w", workers.toString()));
    }
    command.addAll(variables.words());
    command.addAll(engine.words(context.folder()));
    return command;
  }
}
