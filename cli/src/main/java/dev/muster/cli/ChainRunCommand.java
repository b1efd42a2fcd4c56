package dev.muster.cli;

import dev.muster.config.chain.LoadedChain;
import dev.muster.core.chain.ChainCatalog;
import dev.muster.core.chain.ChainRequest;
import dev.muster.core.chain.ChainRuns;
import dev.muster.model.RunState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster chain run FILE}, {@code muster chain run --resume RUN}. */
@Command(name = "run")
final class ChainRunCommand extends ChainCommand {

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description =
          "Go on with a run: elements that are done are passed over, the one that was at work goes"
              + " on.")
  @Nullable String resume;

  @Option(names = "--dry-run", description = "Check everything and run nothing.")
  boolean dryRun;

  ChainRunCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    ChainRequest request = request();
    ChainRuns chains = new ChainRuns(context().services().get());
    ChainExecution execution = new ChainExecution(context(), console());
    String taken = resume;
    if (taken != null) {
      if (dryRun || file != null || !subset.isEmpty() || !request.variables().isEmpty()) {
        throw usage("--resume goes on as the chain was begun: leave out everything else");
      }
      ChainCatalog catalog = new ChainCatalog(context().services().get());
      return end(
          execution,
          chains.resume(
              catalog.require(taken, context().folder()).id(), execution, context().control()));
    }
    LoadedChain chain = load(request);
    if (dryRun) {
      chains.check(chain, request, execution);
      show(chain);
      console().say("nothing was run (--dry-run)");
      return ExitCode.DONE.code();
    }
    return end(
        execution, chains.run(chain, request, command(chain), execution, context().control()));
  }

  private static int end(ChainExecution execution, ChainRuns.End end) {
    execution.summary(end);
    Integer code = end.run().exitCode();
    ExitCode exit =
        code == null
            ? ExitCode.INTERRUPTED
            : end.run().state() == RunState.COMPLETED
                ? ExitCode.DONE
                : code == 2 ? ExitCode.WARNINGS : ExitCode.FAILED;
    return exit.code();
  }

  /** The command line that says the same from any folder. */
  private List<String> command(LoadedChain chain) {
    List<String> command =
        new ArrayList<>(List.of("muster", "chain", "run", chain.file().toString()));
    subset.forEach(each -> command.addAll(List.of("-t", each)));
    command.addAll(variables.words());
    return command;
  }
}
