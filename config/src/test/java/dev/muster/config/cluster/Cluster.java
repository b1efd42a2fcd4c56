package dev.muster.config.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.model.ClusterSpec;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder with a cluster file that a test writes; beside it a home. */
record Cluster(Path folder) {

  Cluster write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  Path file() {
    return folder.resolve("cluster.yaml");
  }

  Path home() {
    return folder.resolve("home");
  }

  LoadedCluster load() {
    return ClusterFile.load(file(), home(), null, Map.of());
  }

  ClusterSpec spec(String content) throws IOException {
    return write("cluster.yaml", content).load().spec();
  }

  /** What is wrong, as {@code line: message (hint)}. */
  List<String> problems(String content) throws IOException {
    write("cluster.yaml", content);
    ProblemsException thrown = catchThrowableOfType(ProblemsException.class, this::load);
    assertThat(thrown).as("nothing was found wrong").isNotNull();
    assertThat(thrown.kind()).isEqualTo(ErrorKind.CONFIGURATION);
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
