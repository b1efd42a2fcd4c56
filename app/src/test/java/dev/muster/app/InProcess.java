package dev.muster.app;

import dev.muster.cli.Cli;
import dev.muster.cli.CliContext;
import dev.muster.cli.Terminal;
import dev.muster.core.run.RunControl;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs command lines as {@code ./muster} does, within the test's process, with a home of its own.
 */
final class InProcess {

  static final String BRIEF_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Path home;
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  InProcess(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
    environment.putAll(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("MUSTER_") || name.startsWith("AWS_"));
    environment.put("MUSTER_HOME", home.toString());
  }

  /** The same with a variable of the environment set. */
  InProcess with(String name, String value) {
    InProcess other = new InProcess(home, folder);
    other.environment.putAll(environment);
    other.environment.put(name, value);
    return other;
  }

  /** The same with several variables set. */
  InProcess with(Map<String, String> variables) {
    InProcess other = new InProcess(home, folder);
    other.environment.putAll(environment);
    other.environment.putAll(variables);
    return other;
  }

  /**
   * The same where each Java that is started, Spark's for instance, compiles fast and not well: it
   * lives for some seconds only.
   */
  InProcess withBriefJavas() {
    return with("JAVA_TOOL_OPTIONS", BRIEF_JAVA);
  }

  Path home() {
    return home;
  }

  MusterRun run(Object... args) {
    return run(new RunControl(), args);
  }

  MusterRun run(RunControl control, Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            100,
            false);
    int code;
    try (Wiring wiring = new Wiring(environment, Instant.now(), line -> {}, () -> {})) {
      CliContext context =
          new CliContext(
              () -> "test",
              folder,
              Path.of(System.getProperty("muster.root")),
              terminal,
              wiring::settings,
              wiring::services,
              control);
      code = new Cli(context).run(Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
    }
    return new MusterRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
