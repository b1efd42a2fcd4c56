package dev.muster.cli;

import dev.muster.core.plan.Selection;
import dev.muster.core.run.MapRuns;
import dev.muster.core.run.Prepared;
import dev.muster.core.run.RunListener;
import dev.muster.model.Project;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code muster map validate PROJECT}: all problems at once, with file and line. */
@Command(name = "validate")
final class MapValidateCommand extends MusterCommand {

  @Parameters(index = "0", paramLabel = "PROJECT", description = "The project's folder.")
  @Nullable Path project;

  @Mixin MapOptions options = new MapOptions();

  MapValidateCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    String problem = options.problem();
    Path named = project;
    if (problem != null || named == null) {
      throw usage(problem == null ? "name the project's folder" : problem);
    }
    if (options.number == null && options.files.isEmpty()) {
      options.number = Selection.ALL.number();
    }
    Path folder = folder(named);
    Console console = console();
    RunListener listener =
        new RunListener() {
          @Override
          public void message(String text) {
            console.say(Texts.plain(text));
          }
        };
    Prepared prepared =
        new MapRuns(context().services().get())
            .validate(folder, options.request(context(), folder), listener);
    prepared.warnings().forEach(console::say);
    Project valid = prepared.project();
    console.json(
        Console.object(
            "project", valid.name().value(),
            "valid", true,
            "form", valid.form().name(),
            "inputs", prepared.plan().inputs().size(),
            "tasks", prepared.plan().size(),
            "warnings", prepared.warnings()));
    console.print(
        console.good("valid")
            + "  project "
            + valid.name()
            + ": "
            + Texts.count(prepared.plan().inputs().size(), "input")
            + ", "
            + Texts.count(prepared.plan().size(), "task")
            + "; its entrypoint can be called");
    return ExitCode.DONE.code();
  }
}
