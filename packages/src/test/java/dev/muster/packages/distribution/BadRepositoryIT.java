package dev.muster.packages.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionSpec;
import dev.muster.spi.distribution.FetchOptions;
import dev.muster.testkit.maven.MavenFault;
import dev.muster.testkit.maven.ScriptedMaven;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories, settings and machines that do not behave. */
class BadRepositoryIT {

  private static final String LIB = ScriptedMaven.path(MavenWorld.LIB, "jar");

  @TempDir Path folder;
  private MavenWorld world;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void open() {
    world = new MavenWorld(folder);
  }

  @AfterEach
  void close() {
    processes.forEach(Process::destroyForcibly);
    world.close();
  }

  private void fails(ErrorKind kind, ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MusterException.class,
            e -> {
              assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
              assertThat(e.getMessage() + "\n" + e.hint()).contains(words);
            });
    assertThat(world.kept()).as("nothing half-made").isEmpty();
  }

  @Test
  void aWrongChecksumIsRefused() throws Exception {
    world.maven.fault(LIB, MavenFault.wrong());
    fails(ErrorKind.INVALID, world::resolve, "checksum", "lib");
    assertThat(MavenWorld.files(world.cache.resolve("maven")))
        .noneMatch(file -> file.endsWith("lib-1.0.jar"));
    world.maven.fault(LIB, null);
    assertThat(world.resolve().files()).hasSize(4);
  }

  @Test
  void aMissingChecksumIsRefused() {
    world.maven.fault(LIB + ".sha1", MavenFault.status(404));
    fails(ErrorKind.INVALID, world::resolve, "checksum", "lib");
  }

  @Test
  void aMissingJarIsNamed() {
    world.maven.fault(LIB, MavenFault.status(404));
    fails(ErrorKind.NOT_FOUND, world::resolve, "org.example:lib", "company");
  }

  @Test
  void aMissingPomIsAnErrorAndNotAnArtifactThatNeedsNothing() {
    world.maven.fault(ScriptedMaven.path(MavenWorld.LIB, "pom"), MavenFault.status(404));
    fails(ErrorKind.NOT_FOUND, world::resolve, "org.example:lib");
  }

  @Test
  void anUnknownVersionIsAnsweredWithNearOnes() {
    for (String version : List.of("3.5.5", "4.0.0", "4.1.0", "4.1.2-preview1", "4.2.0")) {
      world.maven.publish("org.apache.spark:spark-core_2.13:" + version, 10);
    }
    fails(
        ErrorKind.NOT_FOUND,
        () -> world.resolve("spark:4.1.9"),
        "there is no spark 4.1.9",
        "known to work: 4.1.1, 3.5.6",
        "there: 4.1.1, 4.1.0, 4.2.0, 4.0.0, 3.5.5, 4.1.2-preview1");
    fails(ErrorKind.NOT_FOUND, () -> world.resolve("sprak"), "no distribution \"sprak\"", "spark");
  }

  @Test
  void aRefusedLoginSaysWhere() {
    world.maven.require("Basic x");
    fails(ErrorKind.UNAUTHORIZED, world::resolve, "401", "servers", "settings.xml");
    world.maven.require(null);
    world.maven.fault(ScriptedMaven.path(MavenWorld.CORE, "pom"), MavenFault.status(403));
    fails(ErrorKind.FORBIDDEN, world::resolve, "403");
  }

  @Test
  void aServerThatCannotServeIsUnavailable() {
    world.maven.fault(LIB, MavenFault.status(500));
    fails(ErrorKind.UNAVAILABLE, world::resolve, "500", "distribution import");
    assertThat(world.messages)
        .as("tried three times")
        .filteredOn(m -> m.contains("again"))
        .hasSize(2);
  }

  @Test
  void aServerThatIsNotThereIsUnavailableAndItsPasswordNotShown() {
    world.mirror("http://bob:geheim@127.0.0.1:9/x");
    assertThatThrownBy(world::resolve)
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE))
        .hasMessageContaining("127.0.0.1:9")
        .hasMessageNotContaining("geheim");
    assertThat(world.messages).isNotEmpty().noneMatch(line -> line.contains("geheim"));
  }

  @Test
  void aCutConnectionIsTriedAgainAndWhatCameIsKept() throws Exception {
    world.maven.fault(LIB, MavenFault.cut(1_000));
    fails(ErrorKind.UNAVAILABLE, world::resolve, "lib");
    assertThat(MavenWorld.files(world.cache.resolve("maven")))
        .noneMatch(file -> file.contains("lib-1.0.jar"))
        .anyMatch(file -> file.endsWith("spark-core_2.13-4.1.1.jar"));
    world.maven.fault(LIB, null);
    world.maven.forget();
    assertThat(world.resolve().files()).hasSize(4);
    assertThat(world.maven.jars()).containsOnly(LIB);
  }

  @Test
  void aSlowServerMeetsTheDeadline() {
    world.maven.fault(LIB, MavenFault.slow(10, 200));
    long begun = System.nanoTime();
    fails(
        ErrorKind.TIMEOUT,
        () ->
            world
                .distributions()
                .resolve(
                    DistributionSpec.of("spark"),
                    world.online(Cancellation.NONE, Duration.ofSeconds(2))),
        "longer than 2 s",
        "--timeout");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(40));
  }

  @Test
  void cancellingStopsAtOnce() {
    world.maven.fault(LIB, MavenFault.slow(10, 200));
    Cancellation onceLibIsAsked = () -> world.maven.requests().contains(LIB);
    long begun = System.nanoTime();
    fails(
        ErrorKind.INTERRUPTED,
        () ->
            world
                .distributions()
                .resolve(DistributionSpec.of("spark"), world.online(onceLibIsAsked)),
        "stopped");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(40));
  }

  @Test
  void offlineNamesTheWayWithoutANetwork() throws Exception {
    FetchOptions offline = FetchOptions.offline(Cancellation.NONE);
    fails(
        ErrorKind.UNAVAILABLE,
        () -> world.distributions().resolve(DistributionSpec.of("spark"), offline),
        "spark:4.1.1 is not in the cache",
        "muster distribution bundle spark:4.1.1 -o FILE",
        "muster distribution import FILE");
    assertThat(world.maven.requests()).isEmpty();
    Distribution spark = world.resolve();
    Files.delete(spark.files().get(0).path());
    assertThatThrownBy(() -> world.distributions().resolve(DistributionSpec.of("spark"), offline))
        .hasMessageContaining("is damaged in the cache");
  }

  @Test
  void mavensOwnOfflineIsHonoured() {
    world.settings("<offline>true</offline>");
    fails(ErrorKind.UNAVAILABLE, world::resolve, "Maven's settings say", "settings.xml");
  }

  @Test
  void brokenSettingsAreABadConfiguration() {
    MavenWorld.write(world.home.resolve(".m2/settings.xml"), "<settings><mirrors></settings>");
    fails(ErrorKind.CONFIGURATION, world::resolve, "settings");
  }

  @Test
  void aBlockedMirrorIsNotAsked() {
    world.settings(
        "<mirrors><mirror><id>no</id><mirrorOf>*</mirrorOf><url>%s</url><blocked>true</blocked></mirror></mirrors>"
            .formatted(world.maven.url()));
    assertThatThrownBy(world::resolve).isInstanceOf(MusterException.class);
    assertThat(world.maven.requests()).isEmpty();
  }

  @Test
  void twoProcessesFetchOnce() throws Exception {
    List<Process> both = List.of(other(), other());
    for (Process process : both) {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(text(process)).isZero();
    }
    assertThat(world.maven.jars()).doesNotHaveDuplicates().hasSize(4);
    assertThat(world.resolve().files()).hasSize(4);
  }

  @Test
  void aKilledProcessLeavesNothingHalfMadeAndTheNextGoesOn() throws Exception {
    world.maven.fault(LIB, MavenFault.slow(500, 200));
    Process killed = other();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!world.maven.requests().contains(LIB) && System.nanoTime() < end) {
      killed.waitFor(20, TimeUnit.MILLISECONDS);
    }
    assertThat(world.maven.requests()).as(text(killed)).contains(LIB);
    killed.destroyForcibly().waitFor();
    assertThat(world.kept()).isEmpty();
    world.maven.fault(LIB, null);
    assertThat(world.resolve().files()).hasSize(4);
    assertThat(MavenWorld.files(world.cache))
        .noneMatch(file -> file.endsWith(".tmp") || file.contains("fresh"));
  }

  private Process other() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            FetchOnce.class.getName(),
            world.cache.toString(),
            "spark");
    builder.environment().putAll(Map.of("HOME", world.home.toString(), "PATH", ""));
    builder.redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("out-" + processes.size()).toFile());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private String text(Process process) throws IOException {
    return Files.readString(folder.resolve("out-" + processes.indexOf(process)));
  }

  @Test
  void aFullDiskIsSaidAndWhatCameIsUsable() throws Exception {
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "a small disk is made by root only");
    Files.createDirectories(world.cache);
    run("mount", "-t", "tmpfs", "-o", "size=256k", "muster-distributions", world.cache.toString());
    try {
      world.maven.publish(MavenWorld.LIB, 600_000);
      fails(ErrorKind.QUOTA, world::resolve, "the disk is full", "make room");
    } finally {
      run("umount", "-l", world.cache.toString());
    }
  }

  private void run(String... argv) throws Exception {
    Process process = new ProcessBuilder(argv).start();
    Assumptions.assumeTrue(process.waitFor() == 0, String.join(" ", argv) + " is not permitted");
  }
}
