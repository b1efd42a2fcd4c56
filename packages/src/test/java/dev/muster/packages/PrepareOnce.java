package dev.muster.packages;

import dev.muster.spi.Cancellation;
import dev.muster.spi.python.PythonEnvironments.PipOptions;
import java.nio.file.Path;
import java.util.List;

/** A process of its own that prepares an environment and prints where it is. */
final class PrepareOnce {

  private PrepareOnce() {}

  public static void main(String[] args) throws Exception {
    Venvs venvs =
        new Venvs(
            Path.of(args[0]),
            System::getenv,
            line -> {
              System.err.println(line);
              System.err.flush();
            });
    Path python =
        venvs.prepare(
            venvs.find(null),
            Path.of(args[1]),
            new PipOptions(true, List.of(Path.of(args[2]))),
            Cancellation.NONE);
    System.out.println(python);
  }
}
