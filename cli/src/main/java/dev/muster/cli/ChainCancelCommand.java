package dev.muster.cli;

import dev.muster.cli.pipeline.PipelineExecution;
import dev.muster.core.chain.ChainCancellation;
import dev.muster.model.RunState;
import dev.muster.model.chain.ChainRun;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code muster chain cancel RUN}. */
@Command(name = "cancel")
final class ChainCancelCommand extends ChainRunsCommand {

  ChainCancelCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    ChainRun before = run();
    PipelineExecution.Patience patience = PipelineExecution.Patience.of(context());
    ChainRun after =
        new ChainCancellation(context().services().get())
            .cancel(
                before.id(),
                patience.grace(),
                patience.whole(),
                PipelineExecution.messages(console()),
                context().control());
    console().json(ChainFacts.of(after));
    String word = after.state().name().toLowerCase(Locale.ROOT);
    console()
        .print(
            "chain "
                + after.id()
                + "  "
                + (before.state() == RunState.RUNNING ? word : "had ended before: " + word));
    if (catalog().isResumable(after)) {
      console().print("go on      muster chain run --resume " + after.id());
    }
    return ExitCode.DONE.code();
  }
}
