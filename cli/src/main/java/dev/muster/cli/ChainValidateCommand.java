package dev.muster.cli;

import dev.muster.config.chain.ChainElement;
import dev.muster.core.chain.ChainRuns;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code muster chain validate FILE}: the chain and the projects of all its elements. */
@Command(name = "validate")
final class ChainValidateCommand extends ChainCommand {

  ChainValidateCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    List<ChainElement> elements = elements();
    new ChainRuns(context().services().get()).check(elements);
    show(elements);
    return ExitCode.DONE.code();
  }
}
