package dev.muster.cli;

import dev.muster.config.chain.LoadedChain;
import dev.muster.core.chain.ChainRequest;
import dev.muster.core.chain.ChainRuns;
import picocli.CommandLine.Command;

/**
 * {@code muster chain validate FILE}: the chain, the projects and pipelines of all its elements.
 */
@Command(name = "validate")
final class ChainValidateCommand extends ChainCommand {

  ChainValidateCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    ChainRequest request = request();
    LoadedChain chain = load(request);
    new ChainRuns(context().services().get())
        .check(chain, request, new ChainExecution(context(), console()));
    show(chain);
    return ExitCode.DONE.code();
  }
}
