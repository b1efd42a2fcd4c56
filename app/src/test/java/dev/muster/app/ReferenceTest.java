package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated pages in docs/ say what the program says. */
class ReferenceTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"cli", "configuration"})
  void pageIsNotStale(String page) throws IOException {
    Path file = Path.of(System.getProperty("muster.root"), "docs", page + ".md");
    assertThat(Files.readString(file))
        .as("stale: run ./muster reference %s > docs/%s.md", page, page)
        .isEqualTo(new InProcess(folder, folder).run("reference", page).out());
  }
}
