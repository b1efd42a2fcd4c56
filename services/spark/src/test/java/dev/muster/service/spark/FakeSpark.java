package dev.muster.service.spark;

import dev.muster.packages.distribution.CachedDistributions;
import dev.muster.testkit.maven.ScriptedMaven;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A repository whose Spark is noise: it can be shipped, and no program of it starts. */
final class FakeSpark implements AutoCloseable {

  private final ScriptedMaven maven = new ScriptedMaven();
  private final Path folder;

  FakeSpark(Path folder) {
    this.folder = folder;
    String core = "org.apache.spark:spark-core_2.13:4.1.1";
    maven.publish(core, 5_000).publish("org.apache.spark:spark-sql_2.13:4.1.1", 4_000, core);
  }

  CachedDistributions distributions() throws IOException {
    Path settings = Files.createDirectories(folder.resolve(".m2")).resolve("settings.xml");
    Files.writeString(
        settings,
        "<settings><mirrors><mirror><id>m</id><mirrorOf>*</mirrorOf><url>"
            + maven.url()
            + "</url></mirror></mirrors></settings>");
    return new CachedDistributions(
        folder.resolve("cache"), Map.of("HOME", folder.toString(), "PATH", ""));
  }

  @Override
  public void close() {
    maven.close();
  }
}
