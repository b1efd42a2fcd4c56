package dev.muster.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.python.PythonEnvironments.PipOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementFilesTest {

  @TempDir Path temp;

  private RequirementFiles of(String text) throws IOException {
    Path wheels = Files.createDirectories(temp.resolve("wheels"));
    Files.writeString(wheels.resolve("a-1.0-py3-none-any.whl"), "wheel");
    Files.writeString(wheels.resolve("notes.txt"), "no wheel");
    Path requirements = Files.writeString(temp.resolve("requirements.txt"), text);
    return RequirementFiles.of(
        requirements, new PipOptions(true, List.of(wheels, temp.resolve("none"))));
  }

  @Test
  void takesIncludedFilesAndWheels() throws IOException {
    Files.createDirectories(temp.resolve("more"));
    Files.writeString(temp.resolve("more/b.txt"), "b # comment\n-c ../limits.txt\n");
    Files.writeString(temp.resolve("limits.txt"), "b<2\n");
    RequirementFiles files = of("a==1.0\n-r more/b.txt\n-r https://example.org/c.txt\n");
    assertThat(files.files().keySet())
        .containsExactly(
            "limits.txt", "more/b.txt", "requirements.txt", "wheels/a-1.0-py3-none-any.whl");
    Path copy = temp.resolve("copy");
    files.copyTo(copy);
    assertThat(copy.resolve("more/b.txt")).exists();
    assertThat(copy.resolve("wheels/a-1.0-py3-none-any.whl")).hasContent("wheel");
  }

  @Test
  void isNamedByItsContentAndItsPython() throws IOException {
    String key = of("a==1.0\n").key("python3");
    assertThat(of("a==1.0\n").key("python3")).isEqualTo(key).matches("[0-9a-f]{32,64}");
    assertThat(of("a==1.0\n").key("/opt/python3")).isNotEqualTo(key);
    assertThat(of("a==1.1\n").key("python3")).isNotEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"./package", "-e .", "/opt/a.whl", "file:///opt/a.whl", "../b"})
  void refusesWhatHostsDoNotHave(String line) {
    assertThatThrownBy(() -> of("a\n" + line + "\n"))
        .isInstanceOf(MusterException.class)
        .hasMessageContaining(line)
        .satisfies(e -> assertThat(((MusterException) e).kind()).isEqualTo(ErrorKind.UNAVAILABLE));
  }

  @Test
  void includesNothingFromOutside() {
    assertThatThrownBy(() -> of("-r ../elsewhere.txt\n"))
        .isInstanceOf(MusterException.class)
        .hasMessageContaining("outside");
    assertThatThrownBy(() -> of("-r missing.txt\n")).hasMessageContaining("missing.txt");
  }
}
