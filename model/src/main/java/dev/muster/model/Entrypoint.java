package dev.muster.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a project calls for each task. */
public sealed interface Entrypoint {

  /**
   * A Python function.
   *
   * @param module importable with the project folder first on the path
   * @param function its name in the module
   * @param signature how it is called
   */
  record PythonFunction(String module, String function, Signature signature)
      implements Entrypoint {}

  /**
   * A process for each task, run in the project folder.
   *
   * @param argv program and arguments with placeholders {@code {path} {file} {column} {params.x}}
   * @param resultFile the file it writes its result to, with placeholders; null when its result is
   *     the last JSON line of its standard output
   */
  record Command(List<String> argv, @Nullable String resultFile) implements Entrypoint {
    public Command {
      argv = List.copyOf(argv);
      if (argv.isEmpty()) {
        throw new IllegalArgumentException("a command has a program");
      }
    }
  }

  /** How a Python function is called. */
  enum Signature {
    /** With the keyword arguments it declares. */
    KEYWORDS,
    /** With the eight parameters of contract 4.2. */
    GISMO
  }
}
