package dev.muster.cli;

import dev.muster.core.chain.ChainCatalog;
import dev.muster.model.Lease;
import dev.muster.model.RunState;
import dev.muster.model.chain.ChainRun;
import dev.muster.model.chain.ElementRecord;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code muster chain show RUN}. */
@Command(name = "show")
final class ChainShowCommand extends ChainRunsCommand {

  ChainShowCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    ChainRun shown = run();
    ChainCatalog catalog = catalog();
    Lease owner = catalog.owner(shown);
    List<ElementRecord> elements = catalog.elements(shown.id());
    Console console = console();
    if (console.json()) {
      Map<String, @Nullable Object> object = ChainFacts.of(shown);
      object.put("owner", owner == null ? null : owner.owner().toString());
      object.put("resumable", catalog.isResumable(shown));
      object.put("elements", elements.stream().map(ChainFacts::of).toList());
      console.json(object);
      return ExitCode.DONE.code();
    }
    boolean orphaned = shown.state() == RunState.RUNNING && owner == null;
    console.print(
        console.bold("chain " + shown.id())
            + "  "
            + shown.state()
            + (shown.exitCode() == null ? "" : ", exit code " + shown.exitCode())
            + (orphaned ? ", but no Muster works on it" : ""));
    line("file", shown.file().toString());
    line("created", shown.created().toString());
    if (shown.ended() != null) {
      line("took", Texts.duration(Duration.between(shown.created(), shown.ended())));
    }
    if (owner != null) {
      line("owner", owner.owner() + ", lease until " + owner.expires());
    }
    console.table(ChainFacts.table(elements));
    line("again", shown.command().stream().map(Texts::quoted).collect(Collectors.joining(" ")));
    if (catalog.isResumable(shown)) {
      line("go on", "muster chain run --resume " + shown.id());
    }
    return ExitCode.DONE.code();
  }

  private void line(String name, String value) {
    console().print(String.format(Locale.ROOT, "%-10s %s", name, Texts.plain(value)));
  }
}
