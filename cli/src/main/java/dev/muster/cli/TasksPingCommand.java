package dev.muster.cli;

import dev.muster.model.Request;
import dev.muster.model.Run;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code muster tasks ping RUN}. */
@Command(name = "ping")
final class TasksPingCommand extends RunCommand {

  static final Duration PATIENCE = Duration.ofSeconds(15);

  TasksPingCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Run pinged = run();
    long begun = System.nanoTime();
    String answer = catalog().ask(pinged, Request.Kind.PING, null, PATIENCE, context().control());
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    Console console = console();
    console.json(
        Console.object(
            "run", pinged.id().value(), "answer", answer, "seconds", took.toMillis() / 1000.0));
    console.print("run " + pinged.id() + " lives: " + answer + " (" + Texts.duration(took) + ")");
    return ExitCode.DONE.code();
  }
}
