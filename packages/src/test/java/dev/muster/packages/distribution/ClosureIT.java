package dev.muster.packages.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.FetchOptions;
import dev.muster.spi.distribution.JarClosure;
import dev.muster.testkit.maven.MavenFault;
import dev.muster.testkit.maven.ScriptedMaven;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars by any coordinates, from a repository of this machine. */
class ClosureIT {

  private static final List<String> SQL = List.of(MavenWorld.SQL);

  @TempDir Path folder;
  private MavenWorld world;

  @BeforeEach
  void open() {
    world = new MavenWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private JarClosure closure(List<String> coordinates) throws InterruptedException {
    return world.distributions().closure(coordinates, world.online(Cancellation.NONE));
  }

  private void fails(ErrorKind kind, List<String> coordinates, String... words) {
    assertThatThrownBy(() -> closure(coordinates))
        .isInstanceOfSatisfying(
            MusterException.class,
            e -> {
              assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
              assertThat(e.getMessage()).contains(words);
            });
    assertThat(MavenWorld.files(world.cache.resolve("closures"))).isEmpty();
  }

  @Test
  void takesWhatRunsAndAsksNobodyTheSecondTime() throws Exception {
    JarClosure first = closure(SQL);
    assertThat(first.jars())
        .extracting(JarClosure.Jar::coordinates)
        .containsExactlyInAnyOrder(
            MavenWorld.LIB, "org.example:newer:2.0", MavenWorld.CORE, MavenWorld.SQL);
    for (JarClosure.Jar jar : first.jars()) {
      assertThat(Hashing.of(jar.file().path(), Hashing.Algorithm.SHA256))
          .isEqualTo(jar.file().sha256());
    }
    world.maven.close();
    assertThat(closure(SQL)).isEqualTo(first);
    assertThat(world.distributions().closure(SQL, FetchOptions.offline(Cancellation.NONE)))
        .isEqualTo(first);
  }

  @Test
  void staysWhenDistributionsComeAndGo() throws Exception {
    JarClosure kept = closure(List.of(MavenWorld.LIB));
    world.resolve();
    CachedDistributions all = world.distributions();
    all.remove(all.list().get(0), false, Cancellation.NONE);
    world.maven.close();
    assertThat(closure(List.of(MavenWorld.LIB))).isEqualTo(kept);
    assertThat(kept.jars().get(0).file().path()).exists();
  }

  @Test
  void aDamagedJarIsFetchedAgain() throws Exception {
    JarClosure first = closure(List.of(MavenWorld.LIB));
    Path jar = first.jars().get(0).file().path();
    Files.delete(jar);
    assertThat(closure(List.of(MavenWorld.LIB))).isEqualTo(first);
    assertThat(jar).exists();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    fails(ErrorKind.NOT_FOUND, List.of("org.example:none:1.0"), "org.example:none");
    fails(ErrorKind.NOT_FOUND, List.of("org.example:lib:9.9"), "org.example:lib");
    assertThatThrownBy(
            () -> world.distributions().closure(SQL, FetchOptions.offline(Cancellation.NONE)))
        .hasMessageContaining("--offline forbids");
  }

  @Test
  void aDamagedAnswerIsRefused() {
    world.maven.fault(ScriptedMaven.path(MavenWorld.LIB, "jar"), MavenFault.wrong());
    fails(ErrorKind.INVALID, List.of(MavenWorld.LIB), "checksum");
  }

  /** What a hotel's or a proxy's login page does. */
  @Test
  void aMirrorThatAnswersHtmlIsNotBelieved() throws Exception {
    HttpServer html =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    html.createContext(
        "/",
        exchange -> {
          byte[] page = "<html><body>Please log in</body></html>".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(page);
          }
        });
    html.start();
    try {
      world.mirror("http://127.0.0.1:" + html.getAddress().getPort() + "/");
      fails(ErrorKind.INVALID, List.of(MavenWorld.LIB), MavenWorld.LIB, "checksum");
    } finally {
      html.stop(0);
    }
  }
}
