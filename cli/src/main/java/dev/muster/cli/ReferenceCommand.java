package dev.muster.cli;

import dev.muster.config.ConfigReference;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code muster reference cli|configuration}: the pages in docs/ are made by it. */
@Command(name = "reference", hidden = true)
final class ReferenceCommand extends MusterCommand {

  @Parameters(index = "0", paramLabel = "PAGE", description = "cli or configuration.")
  String page = "";

  ReferenceCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    String text =
        switch (page.toLowerCase(Locale.ROOT)) {
          case "cli" -> CliReference.markdown(new Cli(context()).whole());
          case "configuration" -> ConfigReference.markdown();
          default -> throw usage("PAGE is cli or configuration, not " + page);
        };
    context().terminal().out().print(text);
    return ExitCode.DONE.code();
  }
}
