package dev.muster.packages;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.python.PythonEnvironments.Python;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds an interpreter and asks it who it is, in one process: what stands on the PATH may be a
 * script that chooses one of several (pyenv), so its own word counts.
 */
final class PythonFinder {

  /** The oldest minor version of Python 3 that workers run on. */
  static final int LEAST_MINOR = 8;

  /** A busy machine starts an interpreter in a second or two; one that hangs never. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final String WHO =
      "import sys; print('muster {\"version\": \"%d.%d.%d\", \"executable\": \"%s\"}'"
          + " % (sys.version_info[0], sys.version_info[1], sys.version_info[2], sys.executable))";
  private static final Pattern ANSWER =
      Pattern.compile(
          "muster \\{\"version\": \"((\\d+)\\.(\\d+)\\.\\d+)\", \"executable\": \"(.+)\"}");
  private static final String INSTALL =
      "apt-get install python3 python3-venv, or name another one by  python: /path/to/python3";

  private final Function<String, @Nullable String> environment;

  PythonFinder(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * Finds an interpreter.
   *
   * @throws MusterException NOT_FOUND when there is none or it is none, INVALID when it is too old
   */
  Python find(@Nullable String command) throws InterruptedException {
    String wanted = command == null ? "python3" : command;
    Path program = program(wanted).orElseThrow(() -> missing(wanted));
    ToolProcess.Ended ended = ask(program);
    Matcher answer = ANSWER.matcher("");
    boolean answered =
        ended.lastLines().stream().anyMatch(line -> answer.reset(line.strip()).matches());
    if (ended.status() != 0 || !answered) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          program + " is no Python: it ended with status " + ended.status() + "\n" + ended.text(),
          INSTALL);
    }
    String version = answer.group(1);
    if (Integer.parseInt(answer.group(2)) < 3
        || (answer.group(2).equals("3") && Integer.parseInt(answer.group(3)) < LEAST_MINOR)) {
      throw new MusterException(
          ErrorKind.INVALID,
          program + " is Python " + version + ", Muster needs 3." + LEAST_MINOR + " or newer",
          INSTALL);
    }
    return new Python(Path.of(answer.group(4)).toAbsolutePath(), version);
  }

  private static ToolProcess.Ended ask(Path program) throws InterruptedException {
    Path here = Path.of("").toAbsolutePath();
    long start = System.nanoTime();
    try {
      return new ToolProcess(List.of(program.toString(), "-c", WHO), here, Map.of(), Set.of())
          .run(line -> {}, () -> System.nanoTime() - start > LONGEST.toNanos());
    } catch (MusterException e) {
      if (e.kind() != ErrorKind.INTERRUPTED) {
        throw e;
      }
      throw new MusterException(
          ErrorKind.TIMEOUT,
          program + " did not tell its version within " + LONGEST.toSeconds() + " s",
          INSTALL,
          e);
    }
  }

  private Optional<Path> program(String wanted) {
    try {
      if (wanted.contains("/")) {
        Path path = Path.of(wanted).toAbsolutePath();
        return isProgram(path) ? Optional.of(path) : Optional.empty();
      }
      String path = environment.apply("PATH");
      return Stream.of((path == null ? "" : path).split(File.pathSeparator))
          .filter(folder -> !folder.isEmpty())
          .map(folder -> Path.of(folder).resolve(wanted).toAbsolutePath())
          .filter(PythonFinder::isProgram)
          .findFirst();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean isProgram(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }

  private static MusterException missing(String wanted) {
    return new MusterException(
        ErrorKind.NOT_FOUND,
        wanted.contains("/")
            ? "there is no Python " + wanted
            : "there is no " + wanted + " on the PATH",
        INSTALL);
  }
}
