package dev.muster.cli;

import dev.muster.core.run.MapRuns;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code muster runs report RUN}. */
@Command(name = "report")
final class RunsReportCommand extends RunCommand {

  RunsReportCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    Console console = console();
    Path folder =
        new MapRuns(context().services().get())
            .report(run().id(), warning -> console.say(Texts.plain(warning)));
    console.json(
        Console.object(
            "results", folder.toString(), "report", folder.resolve("report.html").toString()));
    console.print(folder.resolve("report.html").toString());
    return ExitCode.DONE.code();
  }
}
