package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.maven.MavenFault;
import dev.muster.testkit.maven.ScriptedMaven;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about distributions, with a small Spark in a scripted Maven repository. */
class DistributionIT {

  private static final String CORE = "org.apache.spark:spark-core_2.13:4.1.1";

  @TempDir Path folder;
  private ScriptedMaven maven;
  private InProcess here;
  private InProcess there;

  @BeforeEach
  void open() throws Exception {
    maven = new ScriptedMaven();
    maven.publish(CORE, 5_000).publish("org.apache.spark:spark-sql_2.13:4.1.1", 4_000, CORE);
    Path settings = Files.createDirectories(folder.resolve("user/.m2")).resolve("settings.xml");
    Files.writeString(
        settings,
        "<settings><mirrors><mirror><id>inside</id><mirrorOf>*</mirrorOf><url>"
            + maven.url()
            + "</url></mirror></mirrors></settings>");
    Map<String, String> user = Map.of("HOME", folder.resolve("user").toString(), "PATH", "");
    here = new InProcess(folder.resolve("here"), folder).with(user);
    there = new InProcess(folder.resolve("there"), folder).with(user);
  }

  @AfterEach
  void close() {
    maven.close();
  }

  @Test
  void fetchesListsBundlesImportsAndRemoves() {
    MusterRun none = here.run("distribution", "list");
    assertThat(none.code()).isZero();
    assertThat(none.out()).isEmpty();
    assertThat(none.err()).contains("no distribution is in the cache", "spark:4.1.1", "PySpark");

    assertThat(here.run("distribution", "fetch", "spark", "--dry-run").out())
        .isEqualTo("would fetch spark:4.1.1\n");
    assertThat(maven.requests()).isEmpty();
    MusterRun fetch = here.run("distribution", "fetch", "spark");
    assertThat(fetch.code()).as(fetch.err()).isZero();
    assertThat(fetch.out()).startsWith("spark-4.1.1_2.13  2 files, 8.8 KiB, digest ");
    assertThat(fetch.err()).contains("fetching spark 4.1.1 from inside " + maven.url());
    assertThat(here.run("distribution", "fetch", "spark", "--dry-run").out())
        .isEqualTo("in the cache: spark:4.1.1\n");
    assertThat(here.run("packages", "list").out())
        .contains("spark:4.1.1    2.13  maven      2  8.8 KiB");
    assertThat(here.run("distribution", "list", "--json").json())
        .singleElement()
        .satisfies(
            spark ->
                assertThat(spark)
                    .containsEntry("id", "spark-4.1.1_2.13")
                    .containsEntry("files", 2L)
                    .containsEntry("bytes", 9_000L));

    maven.close();
    MusterRun bundle = here.run("distribution", "bundle", "spark", "-o", "carried.tgz");
    assertThat(bundle.code()).as(bundle.err()).isZero();
    assertThat(bundle.out()).startsWith("wrote " + folder.resolve("carried.tgz"));
    assertThat(bundle.err()).contains("muster distribution import carried.tgz");
    assertThat(here.run("distribution", "bundle", "spark", "-o", "carried.tgz").code())
        .isEqualTo(75);
    assertThat(here.run("distribution", "bundle", "spark", "-o", "carried.tgz", "--yes").code())
        .isZero();

    MusterRun offline = there.run("distribution", "fetch", "spark", "--offline");
    assertThat(offline.code()).isEqualTo(69);
    assertThat(offline.err()).contains("muster distribution bundle spark:4.1.1 -o FILE");
    assertThat(there.run("distribution", "import", "carried.tgz").out())
        .isEqualTo(here.run("distribution", "fetch", "spark", "--quiet").out());
    assertThat(there.run("distribution", "fetch", "spark", "--offline").code()).isZero();

    assertThat(there.run("distribution", "remove", "spark").code()).isEqualTo(64);
    assertThat(there.run("distribution", "remove", "spark", "--dry-run").out())
        .isEqualTo("would remove spark-4.1.1_2.13, 8.8 KiB\n");
    assertThat(there.run("distribution", "remove", "spark", "--yes").code()).isZero();
    assertThat(there.run("distribution", "remove", "spark", "--yes").code()).isEqualTo(65);
    assertThat(there.run("distribution", "list").out()).isEmpty();
  }

  @Test
  void errorsHaveTheirCodesAndHints() throws Exception {
    assertThat(here.run("distribution", "fetch", "sprak").code()).isEqualTo(65);
    MusterRun unknown = here.run("distribution", "fetch", "spark:9.9.9");
    assertThat(unknown.code()).isEqualTo(65);
    assertThat(unknown.err()).contains("there is no spark 9.9.9", "known to work: 4.1.1");
    maven.fault(ScriptedMaven.path(CORE, "jar"), MavenFault.wrong());
    assertThat(here.run("distribution", "fetch", "spark").code()).isEqualTo(65);
    maven.fault(ScriptedMaven.path(CORE, "jar"), MavenFault.slow(100, 200));
    assertThat(here.run("distribution", "fetch", "spark", "--timeout", "1s").code()).isEqualTo(69);
    Files.writeString(folder.resolve("junk"), "junk");
    assertThat(here.run("distribution", "import", "junk").code()).isEqualTo(65);
    assertThat(here.run("distribution", "import", "none").code()).isEqualTo(65);
    assertThat(here.run("distribution", "bundle", "spark", "-o", folder).code()).isEqualTo(65);
    assertThat(here.run("distribution", "list").out()).isEmpty();
  }
}
