package dev.muster.service.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host says of its Python; its Spark is a folder with the files that are looked for. */
class PythonScriptTest {

  @TempDir Path folder;
  private Path home;

  @BeforeEach
  void install() throws Exception {
    assumeTrue(run("python3", "-V").startsWith("Python 3"), "no python3: apt-get install python3");
    home = Files.createDirectories(folder.resolve("spark home"));
    Files.writeString(folder.resolve("python.sh"), SparkScripts.text(SparkScripts.PYTHON));
    Files.writeString(folder.resolve("python"), "4.1.1 8\n");
    Files.createDirectories(folder.resolve("worker"));
    Files.writeString(folder.resolve("worker/env"), "SPARK_HOME=" + home + "\n");
  }

  private static String run(String... argv) throws Exception {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private String ask(String python) throws Exception {
    return run("sh", folder.resolve("python.sh").toString(), python);
  }

  private void pyspark(String version) throws IOException {
    Path lib = Files.createDirectories(home.resolve("python/lib"));
    zip(
        lib.resolve("pyspark.zip"),
        "pyspark/__init__.py",
        "import py4j\n__version__ = '" + version + "'\n");
    zip(lib.resolve("py4j-0.10.9.9-src.zip"), "py4j/__init__.py", "");
  }

  private static void zip(Path file, String name, String text) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
  }

  @Test
  void theFilesOfSparkAreFound() throws Exception {
    pyspark("4.1.0");
    assertThat(ask("")).matches("python 3\\.[0-9]+\n");
  }

  @Test
  void anInterpreterThatIsNotThereIsNamed() throws Exception {
    assertThat(ask("/no/such/python"))
        .startsWith("it has no /no/such/python\napt-get install python3");
  }

  @Test
  void aMissingPysparkIsNamedWithWhatToInstall() throws Exception {
    assumeTrue(run("python3", "-c", "import pyspark").contains("No module"), "it has pyspark");
    assertThat(ask("python3"))
        .contains("has no pyspark: No module named 'pyspark'\n")
        .contains("-m pip install pyspark==4.1.1 there, or deploy a Spark that has it");
  }

  @Test
  void anotherVersionOfPysparkIsNamed() throws Exception {
    pyspark("3.5.6");
    assertThat(ask(""))
        .contains("has pyspark 3.5.6, Spark is 4.1.1\n", "pip install pyspark==4.1.1");
  }

  @Test
  void aPythonThatIsTooOldIsNamed() throws Exception {
    pyspark("4.1.1");
    Files.writeString(folder.resolve("python"), "4.1.1 99\n");
    assertThat(ask("")).contains("is Python 3.").contains("Spark 4.1.1 needs 3.99 or newer\n");
  }
}
