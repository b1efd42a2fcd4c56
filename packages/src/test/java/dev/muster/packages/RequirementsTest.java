package dev.muster.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.python.PythonEnvironments.Python;
import dev.muster.testkit.python.Wheel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequirementsTest {

  private static final Python PYTHON = new Python(Path.of("/usr/bin/python3"), "3.11.7");

  @TempDir Path temp;

  @Test
  void commentsAndSpacesDoNotCount() throws Exception {
    String plain = key("numpy==1.0\npandas>=2 ; python_version > '3'\n");
    assertThat(key("# c\r\n\r\n numpy==1.0  # why\r\npandas>=2 \\\n; python_version > '3'"))
        .isEqualTo(plain);
    assertThat(key("numpy==1.1\npandas>=2 ; python_version > '3'\n")).isNotEqualTo(plain);
  }

  @Test
  void nothingToInstallIsSeen() throws Exception {
    for (String text :
        List.of("", "\n", "# only\n  # this\n", "--index-url https://x/simple\n", "-c c.txt\n")) {
      write("c.txt", "numpy<2\n");
      assertThat(Requirements.read(write("r.txt", text)).installs()).as(text).isFalse();
    }
    write("more.txt", "numpy\n");
    assertThat(Requirements.read(write("r.txt", "-r more.txt\n")).installs()).isTrue();
    assertThat(Requirements.read(write("r.txt", "-e .\n")).installs()).isTrue();
  }

  @Test
  void includedFilesCount() throws Exception {
    write("sub/more.txt", "-r ../even.txt\nnumpy\n");
    write("even.txt", "scipy\n-r sub/more.txt\n");
    write("limits.txt", "numpy<2\n");
    String text = "-r sub/more.txt\n--constraint=limits.txt\n";
    String before = key(text);
    assertThat(Requirements.read(write("r.txt", text)).names()).contains("numpy", "scipy");
    write("limits.txt", "numpy<3\n");
    assertThat(key(text)).isNotEqualTo(before);
  }

  @Test
  void missingIncludesAreNamed() throws Exception {
    Path file = write("r.txt", "-r none.txt\n");
    assertThatThrownBy(() -> Requirements.read(file))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND))
        .hasMessageContaining("none.txt")
        .hasMessageContaining("(-r none.txt)");
  }

  @Test
  void aCrowdOfIncludesIsRefused() throws Exception {
    for (int i = 0; i < 120; i++) {
      write("r" + i + ".txt", "-r r" + (i + 1) + ".txt\n");
    }
    assertThatThrownBy(() -> Requirements.read(temp.resolve("r0.txt")))
        .hasMessageContaining("more than 100 files");
  }

  @Test
  void theBytesOfLocalWheelsCount() throws Exception {
    for (String line :
        List.of(
            "./wheels/tool-1.0-py3-none-any.whl\n",
            "tool @ file://" + temp + "/wheels/tool-1.0-py3-none-any.whl\n",
            "Tool\n",
            "./src\n",
            "-e ./src\n")) {
      new Wheel("tool", "1.0", "one").writeTo(temp.resolve("wheels"));
      write("src/setup.py", "one");
      String before = key(line);
      assertThat(key(line)).as(line).isEqualTo(before);
      new Wheel("tool", "1.0", "two").writeTo(temp.resolve("wheels"));
      write("src/setup.py", "two");
      assertThat(key(line)).as(line).isNotEqualTo(before);
    }
  }

  @Test
  void otherWheelsAndOtherPythonsAreTold() throws Exception {
    String before = key("tool\n");
    new Wheel("other", "1.0", "x").writeTo(temp.resolve("wheels"));
    assertThat(key("tool\n")).isEqualTo(before);
    Requirements requirements = Requirements.read(write("r.txt", "tool\n"));
    assertThat(
            EnvironmentKey.of(new Python(PYTHON.executable(), "3.11.8"), requirements, List.of()))
        .isNotEqualTo(before);
    assertThat(
            EnvironmentKey.of(
                new Python(Path.of("/opt/python3"), "3.11.7"), requirements, List.of()))
        .isNotEqualTo(before);
  }

  private String key(String text) throws Exception {
    return EnvironmentKey.of(
        PYTHON, Requirements.read(write("r.txt", text)), List.of(temp.resolve("wheels")));
  }

  private Path write(String name, String text) throws Exception {
    Path file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
