package dev.muster.core.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.packaging.PackageRequest.Naming;
import dev.muster.core.packaging.PackageRequest.PythonParts;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.distribution.FetchOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes into a package and what must not. */
class PackagePlannerTest {

  @TempDir Path above;
  private Path folder;

  @BeforeEach
  void project() throws IOException {
    folder = Files.createDirectories(above.resolve("my project"));
    file("main.py", "print()\n");
    file("conf/general.ini", "[General]\n");
  }

  private Path file(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PackagePlan plan(
      Naming naming, List<String> includes, List<String> excludes, String... jars) {
    return PackagePlanner.plan(
        new PackageRequest(
            folder,
            naming,
            includes,
            excludes,
            List.of(jars),
            new PythonParts(true, false, null, null, null, List.of()),
            null,
            null,
            FetchOptions.offline(Cancellation.NONE)));
  }

  private PackagePlan plan() {
    return plan(new Naming(null, null, null), List.of(), List.of());
  }

  private static void refused(Runnable call, String... words) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
              assertThat(e.problems()).hasSize(words.length);
              for (int i = 0; i < words.length; i++) {
                assertThat(e.problems().get(i))
                    .extracting(Problem::toString)
                    .asString()
                    .contains(words[i]);
              }
            });
  }

  @Test
  void packsWhatIsNotIgnoredAndFindsItsEntry() {
    file(".gitignore", "*.tmp\n!dist/\n");
    file("a.tmp", "x");
    file("dist/kept", "x");
    file("build/left", "x");
    file("wheels/left.whl", "x");
    file("__pycache__/left.pyc", "x");
    file("requirements.txt", "six\n");
    PackagePlan plan = plan();
    assertThat(plan.sources())
        .containsOnlyKeys("conf/general.ini", "dist/kept", "main.py", "requirements.txt");
    assertThat(plan.entry()).isEqualTo("main.py");
    assertThat(plan.name()).isEqualTo("my-project");
    assertThat(plan.requirements()).isEqualTo(folder.resolve("requirements.txt"));
    assertThat(plan.buildsWheel()).isFalse();
    file("orchestrator_x.py", "");
    file("requirements.txt", "# nothing\n\n");
    file("pyproject.toml", "[project]\n");
    assertThat(plan().entry()).isEqualTo("orchestrator_x.py");
    assertThat(plan().requirements()).isNull();
    assertThat(plan().buildsWheel()).isTrue();
    assertThat(plan().name()).as("the wheel will say").isNull();
  }

  @Test
  void inputsOfAProjectAreDataAndStayBehind() {
    file("muster.yaml", "name: sums\ninputs: data/*.csv\nentrypoint: {python: \"main:main\"}\n");
    file("data/a.csv", "a\n1\n");
    assertThat(plan().sources()).containsOnlyKeys("conf/general.ini", "main.py", "muster.yaml");
    assertThat(plan().name()).isEqualTo("sums");
  }

  @Test
  void secretsAreRefusedAllAtOnceUnlessTheyAreNamed() {
    file(".env", "TOKEN=1");
    file(".env.example", "TOKEN=");
    file("deploy/id_ed25519", "x");
    file("deploy/.aws/config", "x");
    file("notes.txt", "-----BEGIN OPENSSH PRIVATE KEY-----\n");
    file("gcp.json", "{\"type\": \"service_account\", \"private_key\": \"x\"}");
    file("tls.pem", "x");
    refused(
        () -> plan(),
        ".env would be packed",
        "deploy/.aws/config would be packed",
        "deploy/id_ed25519 would be packed",
        "gcp.json would be packed, and it holds a private key",
        "notes.txt would be packed, and it holds a private key",
        "tls.pem would be packed");
    PackagePlan named =
        plan(
            new Naming(null, null, null),
            List.of("tls.pem", ".env"),
            List.of("deploy/", "notes.txt", "gcp.json"));
    assertThat(named.sources())
        .containsKeys("tls.pem", ".env", ".env.example")
        .doesNotContainKeys("notes.txt", "deploy/id_ed25519");
    refused(
        () ->
            plan(
                new Naming(null, null, null),
                List.of("*.pem"),
                List.of("deploy/", "notes.txt", "gcp.json", ".env")),
        "tls.pem would be packed");
  }

  @Test
  void ignoredFilesComeInByName() {
    file(".gitignore", "generated/\n");
    file("generated/deep/a.json", "{}");
    file("generated/b.txt", "x");
    assertThat(
            plan(new Naming(null, null, null), List.of("generated/**/*.json"), List.of()).sources())
        .containsKey("generated/deep/a.json")
        .doesNotContainKey("generated/b.txt");
    refused(
        () -> plan(new Naming(null, null, null), List.of("nothing/*"), List.of()),
        "--include nothing/* names no file");
  }

  @Test
  void linksStayWithinTheProject() throws IOException {
    Path outside = Files.writeString(above.resolve("outside"), "x");
    Files.createSymbolicLink(folder.resolve("in"), folder.resolve("main.py"));
    Files.createSymbolicLink(folder.resolve("out"), outside);
    Files.createSymbolicLink(folder.resolve("nowhere"), above.resolve("none"));
    refused(
        () -> plan(), "out is a link that leads out of the project, to " + outside.toRealPath());
    assertThat(plan(new Naming(null, null, null), List.of("out"), List.of()).sources())
        .containsKeys("in", "out")
        .doesNotContainKey("nowhere");
  }

  @Test
  void oddNamesAreKeptAndImpossibleOnesNamed() {
    file("with space/it's \"q\" é.txt", "x");
    assertThat(plan().sources()).containsKey("with space/it's \"q\" é.txt");
    file("new\nline", "x");
    refused(() -> plan(), "control characters or a backslash: new\\u000aline");
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    refused(
        () ->
            plan(
                new Naming("a b", "1 2", "none.py"),
                List.of(),
                List.of(),
                "g:a",
                "g:a:LATEST",
                "g:a:[1,2)",
                "none.jar"),
        "\"g:a\" names no jar",
        "means another jar tomorrow",
        "names no jar",
        "there is no file",
        "\"a b\" cannot be the name",
        "\"1 2\" cannot be a version",
        "--entry none.py is no file that is packed");
  }

  @Test
  void jarsAreCoordinatesOrFiles() {
    Path jar = file("lib/own.jar", "x");
    PackagePlan plan =
        plan(new Naming(null, null, null), List.of(), List.of(), "g:a:1.0", "lib/own.jar");
    assertThat(plan.coordinates()).containsExactly("g:a:1.0");
    assertThat(plan.jarFiles()).containsEntry("own.jar", jar);
  }

  @Test
  void sedonaHasTheGeoToolsItWasMadeWith() {
    assertThat(SedonaPreset.coordinates("1.6.1", "3.5", "2.12"))
        .containsExactly(
            "org.apache.sedona:sedona-spark-shaded-3.5_2.12:1.6.1",
            "org.datasyslab:geotools-wrapper:1.6.1-28.2");
    assertThat(SedonaPreset.coordinates("1.7.0", "3.5", "2.13").get(1)).endsWith("1.7.0-28.5");
    assertThatThrownBy(() -> SedonaPreset.coordinates("1.6", "3.5", "2.12"))
        .hasMessageContaining("1.6.1");
    assertThatThrownBy(() -> SedonaPreset.coordinates("1.6.1", "3.5.1", "2.12"))
        .hasMessageContaining("3.5");
  }
}
