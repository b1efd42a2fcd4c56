package dev.muster.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.python.PythonEnvironments.PipOptions;
import dev.muster.spi.python.PythonEnvironments.Python;
import dev.muster.spi.python.PythonWheels;
import dev.muster.testkit.python.Wheel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wheels by a real pip, from folders of this machine. */
class PipWheelsIT {

  @TempDir Path folder;
  private final PipWheels wheels = new PipWheels("amd64", line -> {});
  private Python python;
  private Path links;

  @BeforeEach
  void find() throws Exception {
    python = new PythonFinder(System.getenv()::get).find(null);
    Process pip =
        new ProcessBuilder(python.executable().toString(), "-m", "pip", "--version")
            .redirectErrorStream(true)
            .start();
    pip.getInputStream().readAllBytes();
    Assumptions.assumeTrue(pip.waitFor() == 0, "python3 has no pip: apt-get install python3-pip");
    links = folder.resolve("links");
    new Wheel("alpha", "1.0", "hello").writeTo(links);
  }

  private List<PythonWheels.Wheel> collect(String requirements, PythonWheels.Target target)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("requirements.txt"), requirements);
    Path into = Files.createTempDirectory(folder, "into");
    return wheels.collect(
        python,
        List.of(file),
        target,
        into,
        new PipOptions(true, List.of(links)),
        Cancellation.NONE);
  }

  @Test
  void collectsForThisPythonAndForOthers() throws Exception {
    Files.writeString(folder.resolve("pip.py"), "raise SystemExit('not this one')\n");
    for (PythonWheels.Target target :
        new PythonWheels.Target[] {null, new PythonWheels.Target("3.9", List.of())}) {
      assertThat(collect("alpha==1.0\n", target))
          .singleElement()
          .satisfies(
              wheel -> {
                assertThat(wheel.name()).isEqualTo("alpha");
                assertThat(wheel.version()).isEqualTo("1.0");
                assertThat(wheel.python()).isNull();
                assertThat(wheel.machine()).isNull();
                assertThat(wheel.files()).contains("alpha.py");
              });
    }
  }

  @Test
  void whatCannotBeHadIsNamed() {
    assertThatThrownBy(() -> collect("beta==2.0\n", null))
        .isInstanceOfSatisfying(
            MusterException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
              assertThat(e.getMessage()).contains("beta==2.0");
              assertThat(e.hint()).contains("--find-links");
            });
  }

  @Test
  void buildsTheSameWheelOfTheSameSource() throws Exception {
    Path source = Files.createDirectories(folder.resolve("source"));
    Files.writeString(
        source.resolve("pyproject.toml"),
        "[build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n");
    Files.writeString(source.resolve("mine.py"), "x = 1\n");
    Files.writeString(
        source.resolve("backend.py"),
        """
        import zipfile
        def build_wheel(folder, config_settings=None, metadata_directory=None):
            name = "mine-2.5-py3-none-any.whl"
            with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
                for file, text in (
                    ("mine.py", open("mine.py").read()),
                    ("mine-2.5.dist-info/METADATA", "Metadata-Version: 2.1\\nName: mine\\nVersion: 2.5\\nLicense: MIT\\n"),
                    ("mine-2.5.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"),
                    ("mine-2.5.dist-info/RECORD", ""),
                ):
                    wheel.writestr(zipfile.ZipInfo(file), text)
            return name
        """);
    PipOptions offline = new PipOptions(true, List.of());
    PythonWheels.Wheel built =
        wheels.build(
            python,
            source,
            Files.createDirectories(folder.resolve("built")),
            offline,
            Cancellation.NONE);
    assertThat(built.version()).isEqualTo("2.5");
    assertThat(built.licences()).containsExactly("MIT");
    assertThat(built.files()).contains("mine.py");
    Files.writeString(source.resolve("backend.py"), "raise RuntimeError('broken on purpose')\n");
    Path again = Files.createDirectories(folder.resolve("again"));
    assertThatThrownBy(() -> wheels.build(python, source, again, offline, Cancellation.NONE))
        .hasMessageContaining("broken on purpose");
  }

  @Test
  void readsLicencesFromWhereTheyAre() {
    assertThat(WheelFile.licences("Name: a\nLicense-Expression: MIT OR Apache-2.0\nLicense: x\n"))
        .containsExactly("MIT OR Apache-2.0");
    assertThat(
            WheelFile.licences(
                "License: UNKNOWN\nClassifier: License :: OSI Approved :: BSD License\n\nLicense: no"))
        .containsExactly("BSD License");
    assertThat(WheelFile.licences("Name: a\n")).isEmpty();
  }

  @Test
  void whatIsNoWheelIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("a-1-py3-none-any.whl"), "no zip");
    assertThatThrownBy(() -> WheelFile.read(file)).hasMessageContaining("is no wheel");
    assertThatThrownBy(() -> WheelFile.read(folder.resolve("a.whl")))
        .hasMessageContaining("its name");
  }
}
