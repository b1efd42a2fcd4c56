package dev.muster.cli;

import dev.muster.config.template.ProjectTemplate;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster init [python|command] [FOLDER]}. */
@Command(name = "init")
final class InitCommand extends MusterCommand {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "KIND",
      description = "python (a function) or command (any program); default: python.")
  String kind = "python";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "Where to write; made when missing (default: the current folder).")
  Path folder = Path.of("");

  @Option(names = "--dry-run", description = "Print what would be written.")
  boolean dryRun;

  InitCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    ProjectTemplate template =
        Arrays.stream(ProjectTemplate.values())
            .filter(known -> known.name().equals(kind.toUpperCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(() -> usage("KIND is python or command, not " + kind));
    Path target = context().folder().resolve(folder).normalize();
    List<Path> files =
        dryRun ? template.files().stream().map(target::resolve).toList() : template.write(target);
    Console console = console();
    console.json(
        Console.object(
            "folder", target.toString(),
            "written", !dryRun,
            "files", files.stream().map(Path::toString).toList()));
    for (Path file : files) {
      console.print((dryRun ? "would write " : "wrote ") + Texts.plain(file.toString()));
    }
    if (!dryRun) {
      String shown = folder.toString().isEmpty() ? "." : folder.toString();
      console.print("run it with: muster map " + Texts.quoted(shown));
    }
    return ExitCode.DONE.code();
  }
}
