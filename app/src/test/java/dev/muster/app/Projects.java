package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Projects that tests run. */
final class Projects {

  private Projects() {}

  /** Writes a project: file names and their contents in turn. */
  static Path write(Path folder, String... namesAndContents) {
    try {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        Path file = folder.resolve(namesAndContents[i]);
        Files.createDirectories(file.getParent());
        Files.writeString(file, namesAndContents[i + 1]);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A project {@code p} whose function gets a folder and i: 0, 1, 2. */
  static Path threeTasks(Path folder, String function) {
    return write(
        folder.resolve("p"),
        "muster.yaml",
        "name: p\ninputs: in.txt\nentrypoint: {python: task:main}\nparams: {folder: '"
            + folder
            + "', i: {matrix: [0, 1, 2]}}\n",
        "task.py",
        function,
        "in.txt",
        "x");
  }

  /** Copies a folder, for instance an example, without its results. */
  static Path copy(Path source, Path target) {
    try (Stream<Path> paths = Files.walk(source)) {
      for (Path path : paths.toList()) {
        Path relative = source.relativize(path);
        if (relative.startsWith("results")) {
          continue;
        }
        Path copied = target.resolve(relative.toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(path, copied, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A project folder of the checkout. */
  static Path example(String name) {
    return Path.of(System.getProperty("muster.root")).resolve("examples").resolve(name);
  }

  /** Runs a script of a folder in it. */
  static void python(Path folder, String... arguments) throws Exception {
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of("python3"), Arrays.stream(arguments)).toList())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }
}
