package dev.muster.spi.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Parts come from archives of others: nothing of them may lead out of the folder. */
class FilePartsTest {

  private static FileParts of(String... paths) {
    return new FileParts(
        Stream.of(paths)
            .map(path -> new FileParts.Part(path, false, "0".repeat(64), 1, Path.of("a.tar"), 512))
            .toList());
  }

  @Test
  void takesPathsBelowOneFolder() {
    assertThat(of("a", "b/c", "b/d/..e", "b-c").parts()).hasSize(4);
  }

  @Test
  void refusesWhatLeadsOutOrIsThereTwice() {
    for (String path : List.of("../a", "/a", "a/../../b", "a//b", "", ".", "a/.", "a\0b")) {
      assertThatThrownBy(() -> of(path)).as(path).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> of("a", "a")).hasMessageContaining("is there twice");
    assertThatThrownBy(() -> of("a/b/c", "a/b")).hasMessageContaining("lies below a file");
    assertThatThrownBy(() -> new FileParts.Part("a", false, "0".repeat(63), 1, Path.of("a.tar"), 0))
        .hasMessageContaining("has no sha256");
    assertThatThrownBy(
            () -> new FileParts.Part("a", false, "0".repeat(64), -1, Path.of("a.tar"), 0))
        .hasMessageContaining("below 0");
  }
}
