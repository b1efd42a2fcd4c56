package dev.muster.cli;

import dev.muster.model.RunId;
import dev.muster.model.chain.ChainRun;
import dev.muster.model.chain.ElementRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs of chains and their elements, as JSON and as rows. */
final class ChainFacts {

  private ChainFacts() {}

  static Map<String, @Nullable Object> of(ChainRun run) {
    return Console.object(
        "chain", run.id().value(),
        "name", run.name(),
        "file", run.file().toString(),
        "state", run.state().name(),
        "exit_code", run.exitCode(),
        "created", run.created().toString(),
        "ended", text(run.ended()),
        "command", run.command());
  }

  static Map<String, @Nullable Object> of(ElementRecord element) {
    RunId run = element.run();
    return Console.object(
        "element", element.number(),
        "kind", element.kind().word(),
        "subject", element.subject().toString(),
        "state", element.state().name(),
        "run", run == null ? null : run.value(),
        "reason", element.reason(),
        "left_out", element.leftOut(),
        "started", text(element.started()),
        "ended", text(element.ended()));
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  static Table table(List<ElementRecord> elements) {
    Table table =
        new Table(
            "element", "kind", "project or pipeline", "run", "state", "left out", "took", "reason");
    for (ElementRecord element : elements) {
      table.row(
          element.number(),
          element.kind().word(),
          String.valueOf(element.subject().getFileName()),
          element.run() == null ? "" : element.run(),
          element.state().name().toLowerCase(Locale.ROOT),
          element.leftOut(),
          element.started() == null || element.ended() == null
              ? ""
              : Texts.duration(Duration.between(element.started(), element.ended())),
          element.reason() == null ? "" : element.reason());
    }
    return table;
  }
}
