package dev.muster.cli;

import dev.muster.core.chain.ChainCatalog;
import dev.muster.model.chain.ChainRun;
import dev.muster.model.chain.ElementRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster chain list}. */
@Command(name = "list")
final class ChainListCommand extends MusterCommand {

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  int limit = 20;

  ChainListCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw usage("--limit takes 1 or more, not " + limit);
    }
    ChainCatalog catalog = new ChainCatalog(context().services().get());
    List<ChainRun> runs = catalog.list(null, limit);
    Console console = console();
    Instant now = context().services().get().clock().instant();
    Table table = new Table("run", "chain", "state", "exit", "elements", "done", "age", "took");
    for (ChainRun run : runs) {
      List<ElementRecord> elements = catalog.elements(run.id());
      long done = elements.stream().filter(element -> element.state().isFinal()).count();
      Map<String, @Nullable Object> facts = ChainFacts.of(run);
      facts.put("elements", elements.size());
      facts.put("done", done);
      console.json(facts);
      table.row(
          run.id(),
          run.name(),
          run.state().name().toLowerCase(Locale.ROOT),
          run.exitCode() == null ? "" : run.exitCode(),
          elements.size(),
          done,
          Texts.age(Duration.between(run.created(), now)),
          run.ended() == null ? "" : Texts.duration(Duration.between(run.created(), run.ended())));
    }
    if (runs.isEmpty()) {
      console.say("no chains yet; start one with: muster chain run FILE");
    } else {
      console.table(table);
    }
    return ExitCode.DONE.code();
  }
}
