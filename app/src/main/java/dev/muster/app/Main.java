package dev.muster.app;

import dev.muster.cli.Cli;
import dev.muster.cli.CliContext;
import dev.muster.cli.Terminal;
import dev.muster.core.run.RunControl;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Starts Muster. */
public final class Main {

  private static final int DEFAULT_WIDTH = 100;

  private Main() {}

  /** Runs a command line and exits with its code. */
  public static void main(String[] args) {
    if (args.length == 1 && answered(args[0])) {
      return;
    }
    Instant start = Instant.now();
    Map<String, String> environment = System.getenv();
    Terminal terminal = terminal(environment);
    RunControl control = new RunControl();
    int code;
    try (Wiring wiring =
        new Wiring(
            environment,
            start,
            progress(args, terminal.err()),
            () -> Signals.stopOn(control, terminal.err()))) {
      CliContext context =
          new CliContext(
              Version::text,
              Path.of("").toAbsolutePath(),
              Path.of(System.getProperty("muster.install", "")).toAbsolutePath(),
              terminal,
              wiring::settings,
              wiring::services,
              control);
      code = new Cli(context).run(args);
    }
    terminal.out().flush();
    terminal.err().flush();
    // Not exit(): there is nothing left to do, and shutdown hooks of libraries cost time.
    Runtime.getRuntime().halt(code);
  }

  /** What goes on before tasks begin is said to people only. */
  private static Consumer<String> progress(String[] args, PrintStream err) {
    List<String> given = List.of(args);
    boolean silent = given.contains("--quiet") || given.contains("-q") || given.contains("--json");
    return silent ? line -> {} : err::println;
  }

  /** What is asked most often, without the cost of parsing a command line. */
  private static boolean answered(String arg) {
    String answer;
    if (arg.equals("--version")) {
      answer = "muster " + Version.text() + "\n";
    } else if (Cli.HELP.contains(arg)) {
      answer = Cli.help();
    } else {
      return false;
    }
    PrintStream out = stream(FileDescriptor.out);
    out.print(answer);
    out.flush();
    return true;
  }

  /** The launcher tells what is a terminal: Java cannot ask for each stream. */
  private static Terminal terminal(Map<String, String> environment) {
    boolean out = Boolean.getBoolean("muster.tty.out");
    boolean err = Boolean.getBoolean("muster.tty.err");
    boolean color = !environment.containsKey("NO_COLOR") && !"dumb".equals(environment.get("TERM"));
    return new Terminal(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        out,
        err,
        width(environment),
        color);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 13),
        true,
        StandardCharsets.UTF_8);
  }

  private static int width(Map<String, String> environment) {
    String columns = System.getProperty("muster.columns", environment.getOrDefault("COLUMNS", ""));
    return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
  }
}
