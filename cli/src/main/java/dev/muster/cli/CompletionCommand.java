package dev.muster.cli;

import java.util.Locale;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code muster completion bash|zsh|fish}. */
@Command(name = "completion")
final class CompletionCommand extends MusterCommand {

  @Parameters(index = "0", paramLabel = "SHELL", description = "bash, zsh or fish.")
  String shell = "";

  CompletionCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    var whole = new Cli(context()).whole();
    String script =
        switch (shell.toLowerCase(Locale.ROOT)) {
          case "bash", "zsh" -> AutoComplete.bash("muster", whole);
          case "fish" -> FishCompletion.script(whole);
          default -> throw usage("SHELL is bash, zsh or fish, not " + shell);
        };
    console().print(script);
    console().json(Map.of("shell", shell, "script", script));
    return ExitCode.DONE.code();
  }
}
