package dev.muster.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShimTest {

  @TempDir Path temp;

  @Test
  void holdsEveryFileOfTheResourceFolder() throws Exception {
    Path folder = Path.of(Shim.class.getResource("shim/__main__.py").toURI()).getParent();
    try (Stream<Path> walk = Files.walk(folder)) {
      List<String> names =
          walk.filter(path -> path.toString().endsWith(".py"))
              .map(path -> folder.relativize(path).toString())
              .sorted()
              .collect(Collectors.toList());
      assertThat(Shim.files().keySet()).containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void isExtractedOnceByManyAtATime() throws Exception {
    var executor = Executors.newFixedThreadPool(8);
    try {
      Callable<Path> extract = () -> Shim.extractTo(temp);
      List<Future<Path>> folders = executor.invokeAll(List.of(extract, extract, extract, extract));
      for (Future<Path> folder : folders) {
        assertThat(folder.get()).isEqualTo(Shim.extractTo(temp));
      }
    } finally {
      executor.shutdown();
    }
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void hasAnotherHashWhenAFileDiffers() {
    assertThat(Shim.hash(Map.of("a", new byte[] {1})))
        .hasSize(16)
        .isNotEqualTo(Shim.hash(Map.of("a", new byte[] {2})))
        .isNotEqualTo(Shim.hash(Map.of("b", new byte[] {1})));
  }
}
