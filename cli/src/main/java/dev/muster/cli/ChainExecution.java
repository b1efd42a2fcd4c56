package dev.muster.cli;

import dev.muster.cli.pipeline.PipelineExecution;
import dev.muster.config.chain.ChainElement;
import dev.muster.config.chain.ElementWork.MapWork;
import dev.muster.core.chain.ChainRuns;
import dev.muster.core.chain.ElementRunner;
import dev.muster.core.pipeline.PipelineRuns;
import dev.muster.core.plan.Selection;
import dev.muster.core.query.RunCatalog;
import dev.muster.core.run.MapRequest;
import dev.muster.core.run.RunSummary;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.chain.ChainRun;
import dev.muster.model.chain.ElementRecord;
import dev.muster.model.chain.ElementState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs elements of a chain with the progress and the summary that each has by itself. */
final class ChainExecution implements ElementRunner {

  private final CliContext context;
  private final Console console;

  ChainExecution(CliContext context, Console console) {
    this.context = context;
    this.console = console;
  }

  @Override
  public MapRequest request(MapWork work, Selection selection) {
    MapOptions options = new MapOptions();
    options.number = selection.number();
    options.files = selection.files();
    options.rounds = work.rounds();
    options.workers = work.workers();
    options.fresh = work.fresh();
    options.failFast = work.failFast();
    options.offline = work.offline();
    options.engine.cluster = work.cluster();
    work.variables().forEach((name, value) -> options.variables.given.add(name + ":" + value));
    return options.request(context, work.project());
  }

  @Override
  public Duration grace() {
    return context.settings().get().graceTime().value();
  }

  @Override
  public void message(String text) {
    if (console.json()) {
      console.json(Console.object("event", "message", "text", text));
    } else {
      console.say(Texts.plain(text));
    }
  }

  @Override
  public void started(ChainRun run, List<ElementRecord> elements) {
    long done = elements.stream().filter(element -> element.state().isFinal()).count();
    Map<String, @Nullable Object> event = Console.object("event", "chain-started");
    event.putAll(ChainFacts.of(run));
    event.put("elements", elements.size());
    event.put("done", done);
    console.json(event);
    if (!console.json()) {
      console.say(
          "chain "
              + run.id()
              + ": "
              + Texts.count(elements.size(), "element")
              + (done == 0 ? "" : ", " + done + " done before"));
    }
  }

  @Override
  public void begins(ChainElement element, @Nullable RunId taken) {
    console.json(
        Console.object(
            "event",
            "element",
            "element",
            element.index(),
            "kind",
            element.kind().word(),
            "subject",
            element.subject().toString(),
            "resumed",
            taken == null ? null : taken.value()));
    if (!console.json()) {
      console.say(
          "element "
              + element.index()
              + ": "
              + element.kind().word()
              + " "
              + Texts.plain(element.subject().toString())
              + (taken == null ? "" : ", going on with run " + taken));
    }
  }

  @Override
  public RunSummary map(ChainElement element, MapCall call) throws InterruptedException {
    RunSummary summary = new MapExecution(context, console).runOne(call);
    if (element.debug()) {
      RunCatalog catalog = new RunCatalog(context.services().get());
      catalog.tasks(
          summary.run(),
          task -> task.outcome() != null && task.cachedFrom() == null,
          Integer.MAX_VALUE,
          task -> TaskLogView.print(console, task, catalog.findLog(summary.run(), task)));
    }
    return summary;
  }

  @Override
  public PipelineRuns.End pipeline(ChainElement element, PipelineCall call)
      throws InterruptedException {
    PipelineExecution execution = new PipelineExecution(context, console);
    PipelineRuns.End end = execution.run(call::run);
    if (element.debug()) {
      execution.logs(end.run());
    }
    return end;
  }

  /** Says how it went and what to do next. */
  void summary(ChainRuns.End end) {
    ChainRun run = end.run();
    Map<String, @Nullable Object> event = Console.object("event", "chain");
    event.putAll(ChainFacts.of(run));
    event.put("elements", end.elements().stream().map(ChainFacts::of).toList());
    console.json(event);
    if (console.json()) {
      return;
    }
    console.table(ChainFacts.table(end.elements()));
    console.print("chain " + run.id() + "  " + run.state().name().toLowerCase(Locale.ROOT));
    long open =
        end.elements().stream().filter(element -> element.state() == ElementState.PENDING).count();
    if (open > 0) {
      console.say(open + " of " + Texts.count(end.elements().size(), "element") + " had no turn");
    }
    if (run.state() != RunState.COMPLETED) {
      console.print("go on      muster chain run --resume " + run.id());
    }
  }
}
