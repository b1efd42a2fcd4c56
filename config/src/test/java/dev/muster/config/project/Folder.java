package dev.muster.config.project;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.model.Project;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;

/** A project folder that a test writes. */
record Folder(Path path) {

  Folder write(String name, String content) throws IOException {
    Path file = path.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  /** Writes muster.yaml with a good beginning. */
  Folder with(String more) throws IOException {
    write("entrypoint.py", "def main(path): return {}\n");
    return write(
        "muster.yaml", "inputs: data/*.csv\nentrypoint: {python: \"entrypoint:main\"}\n" + more);
  }

  Project project() {
    return ProjectLoader.load(path).project();
  }

  List<String> warnings() {
    return ProjectLoader.load(path).warnings().stream().map(Object::toString).toList();
  }

  /** What is wrong, as {@code line: message (hint)}. */
  List<String> problems() {
    ProblemsException thrown =
        catchThrowableOfType(ProblemsException.class, () -> ProjectLoader.load(path));
    Assertions.assertThat(thrown).as("nothing was found wrong").isNotNull();
    Assertions.assertThat(thrown.kind()).isEqualTo(ErrorKind.CONFIGURATION);
    return thrown.problems().stream()
        .map(
            problem ->
                problem.line()
                    + ": "
                    + problem.message()
                    + (problem.hint() == null ? "" : " (" + problem.hint() + ")"))
        .toList();
  }
}
