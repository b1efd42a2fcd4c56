package dev.muster.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepLoaderTest {

  @TempDir Path folder;

  /** A folder with a copy of a class that the parent has too. */
  private Path copy() throws IOException {
    String name = StepExit.class.getName().replace('.', '/') + ".class";
    Path copied = folder.resolve(name);
    Files.createDirectories(copied.getParent());
    try (var in = StepExit.class.getClassLoader().getResourceAsStream(name)) {
      Files.copy(in, copied);
    }
    Files.writeString(folder.resolve("own.txt"), "own");
    return folder;
  }

  private StepLoader loader(boolean ownFirst) throws IOException {
    return new StepLoader(List.of(copy()), ownFirst, StepExit.class.getClassLoader());
  }

  @Test
  void sparksClassesGoFirst() throws Exception {
    try (StepLoader loader = loader(false)) {
      assertThat(loader.loadClass(StepExit.class.getName())).isSameAs(StepExit.class);
      assertThat(loader.getResource("own.txt")).isNotNull();
    }
  }

  @Test
  void theStepsOwnGoFirstWhenAskedFor() throws Exception {
    try (StepLoader loader = loader(true)) {
      Class<?> own = loader.loadClass(StepExit.class.getName());
      assertThat(own).isNotSameAs(StepExit.class);
      assertThat(own.getClassLoader()).isSameAs(loader);
      assertThat(loader.loadClass(StepExit.class.getName())).isSameAs(own);
      assertThat(loader.loadClass("java.lang.String")).isSameAs(String.class);
      assertThat(loader.loadClass(StepOutput.class.getName())).isSameAs(StepOutput.class);
    }
  }

  @Test
  void whatNobodyHasIsNotFound() throws Exception {
    try (StepLoader loader = loader(true)) {
      assertThatThrownBy(() -> loader.loadClass("org.x.None"))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }
}
