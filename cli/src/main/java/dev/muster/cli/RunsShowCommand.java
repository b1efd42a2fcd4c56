package dev.muster.cli;

import dev.muster.core.query.RunCatalog;
import dev.muster.model.Fact;
import dev.muster.model.Lease;
import dev.muster.model.Run;
import dev.muster.model.RunState;
import dev.muster.spi.ledger.Runs;
import dev.muster.spi.ledger.Tasks;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code muster runs show RUN}. */
@Command(name = "show")
final class RunsShowCommand extends RunCommand {

  private static final int SHOWN_FAILURES = 10;

  RunsShowCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Run shown = run();
    RunCatalog catalog = catalog();
    Runs.Counts counts = catalog.counts(shown.id());
    Lease owner = catalog.owner(shown.id());
    Map<String, Integer> failures = counts.failed() == 0 ? Map.of() : catalog.failures(shown);
    Console console = console();
    if (console.json()) {
      Map<String, @Nullable Object> object = RunFacts.of(shown, counts);
      object.put("owner", owner == null ? null : owner.owner().toString());
      object.put("failures", failures);
      object.put(
          "environment",
          shown.environment().stream().collect(Collectors.toMap(Fact::name, Fact::value)));
      console.json(object);
      return ExitCode.DONE.code();
    }
    console.print(console.bold("run " + shown.id()) + "  " + shown.state());
    line("project", shown.project() + " in " + shown.folder());
    line("created", shown.created().toString());
    if (shown.ended() != null) {
      line("took", Texts.duration(shown.timings().total()));
    }
    line(
        "tasks",
        shown.total()
            + ": "
            + (counts.succeeded() - counts.cached())
            + " succeeded, "
            + counts.cached()
            + " cached, "
            + counts.failed()
            + " failed, "
            + counts.revoked()
            + " revoked, "
            + counts.pending()
            + " unfinished");
    if (owner != null) {
      line("owner", owner.owner() + ", lease until " + owner.expires());
    }
    for (Tasks.Running running : catalog.running(shown.id())) {
      if (owner != null) {
        line(
            "at work",
            "task "
                + running.ordinal()
                + " on worker "
                + running.worker()
                + " since "
                + running.since());
      }
    }
    failures.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN_FAILURES)
        .forEach(entry -> line("failure", entry.getValue() + " × " + entry.getKey()));
    line("results", shown.results().toString());
    line("again", shown.command().stream().map(Texts::quoted).collect(Collectors.joining(" ")));
    if (counts.failed() > 0) {
      line("why", "muster runs logs " + shown.id() + " --failed");
    }
    if (shown.state() == RunState.INTERRUPTED
        || shown.state() == RunState.CANCELLED
        || (shown.state() == RunState.FAILED && counts.pending() > 0)) {
      line("go on", "muster runs resume " + shown.id());
    }
    if (console.verbose()) {
      shown.environment().forEach(fact -> line(fact.name(), fact.value()));
    }
    return ExitCode.DONE.code();
  }

  private void line(String name, String value) {
    console().print(String.format(Locale.ROOT, "%-10s %s", name, Texts.plain(value)));
  }
}
