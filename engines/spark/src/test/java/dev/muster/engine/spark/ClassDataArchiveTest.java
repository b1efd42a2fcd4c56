package dev.muster.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassDataArchiveTest {

  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  @TempDir Path home;
  private Path jars;
  private Path archives;

  @BeforeEach
  void spark() throws IOException {
    jars = Files.createDirectory(home.resolve("jars"));
    Files.writeString(jars.resolve("b.jar"), "b");
    Files.writeString(jars.resolve("a.jar"), "a");
    archives = Files.createDirectories(home.resolve("cache/spark-archives"));
  }

  private ClassDataArchive archive() throws IOException {
    return archive("training");
  }

  private ClassDataArchive archive(String training) throws IOException {
    SparkInstallation spark = new SparkInstallation("/no/java", jars.toString(), Map.of());
    return ClassDataArchive.of(home, spark, training);
  }

  private static Path made(Path file, Duration age) throws IOException {
    Files.writeString(file, "classes");
    return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
  }

  @Test
  void belongsToTheJarsAsTheyAre() throws IOException {
    assertThat(archive().classPath()).isEqualTo(jars + "/a.jar:" + jars + "/b.jar");
    assertThat(archive().options()).isEmpty();
    Path file = made(archive().file(), Duration.ZERO);
    assertThat(archive().options()).contains("-XX:SharedArchiveFile=" + file);
    assertThat(archive("another").options()).isEmpty();
    Files.writeString(jars.resolve("a.jar"), "another");
    assertThat(archive().options()).isEmpty();
  }

  @Test
  void aDriverThatHasOneMarksItAsUsed() throws IOException {
    Path file = made(archive().file(), Duration.ofDays(60));
    archive().prepare(NOW, Map.of(ClassDataArchive.SWITCH, "off"));
    assertThat(Files.getLastModifiedTime(file).toInstant()).isBefore(NOW);
    archive().prepare(NOW, Map.of());
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(NOW);
  }

  @Test
  void thoseThatNoDriverUsesGo() throws IOException {
    Path old = made(archives.resolve("00.jsa"), Duration.ofDays(31));
    Path failed = made(archives.resolve("01.jsa.failed"), Duration.ofDays(31));
    Path young = made(archives.resolve("02.jsa"), Duration.ofDays(29));
    ClassDataArchive.removeUnused(archives, NOW);
    assertThat(List.of(old, failed)).allSatisfy(file -> assertThat(file).doesNotExist());
    assertThat(young).exists();
  }
}
