package dev.muster.cli.pipeline;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.core.pipeline.PipelineCancellation;
import dev.muster.model.RunState;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.model.pipeline.StepState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code muster pipeline cancel RUN}. */
@Command(name = "cancel")
public final class PipelineCancelCommand extends PipelineRunsCommand {

  public PipelineCancelCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    PipelineRun before = run();
    PipelineExecution.Patience patience = PipelineExecution.Patience.of(context());
    PipelineRun after =
        new PipelineCancellation(context().services().get())
            .cancel(
                before.id(),
                patience.grace(),
                patience.whole(),
                PipelineExecution.messages(console()),
                context().control());
    List<String> ended =
        catalog().steps(after.id()).stream()
            .filter(step -> step.state() == StepState.CANCELLED)
            .map(StepRecord::id)
            .map(id -> id.value())
            .toList();
    Console console = console();
    Map<String, @Nullable Object> facts = StepFacts.of(after);
    facts.put("cancelled_steps", ended);
    console.json(facts);
    String word = after.state().name().toLowerCase(Locale.ROOT);
    console.print(
        "run "
            + after.id()
            + "  "
            + (before.state() == RunState.RUNNING ? word : "had ended before: " + word)
            + (ended.isEmpty() ? "" : "; steps that were ended: " + String.join(", ", ended)));
    if (catalog().isResumable(after)) {
      console.print("go on      muster pipeline run --resume " + after.id());
    }
    return ExitCode.DONE.code();
  }
}
