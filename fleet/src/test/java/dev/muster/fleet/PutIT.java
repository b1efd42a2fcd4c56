package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Digest;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.FileParts;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders to real hosts. */
@Timeout(300)
class PutIT {

  private static TestHosts hosts;
  private static Fleet fleet;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    hosts = TestHosts.start(3);
    fleet = Fleets.open(hosts, FleetAccess.builder());
  }

  @AfterAll
  static void stop() {
    if (hosts != null) {
      fleet.close();
      hosts.close();
    }
  }

  @AfterEach
  void tidyUp() {
    for (TestHost host : hosts.all()) {
      host.run("sh", "-c", "rm -rf /opt/copy /opt/deep /root/copy /root/x");
      assertThat(host.files()).isEmpty();
      assertThat(host.processes()).isEmpty();
    }
  }

  static final CopyOptions CHAIN = CopyOptions.DEFAULT.withChain(CopyOptions.Chain.ON);
  static final CopyOptions DIRECT = CopyOptions.DEFAULT.withChain(CopyOptions.Chain.OFF);

  private List<CopyResult> put(Path local, String remote, CopyOptions options) {
    return fleet.put(
        hosts.addresses(),
        local,
        remote,
        options.withDeadline(Duration.ofMinutes(2)),
        CopyListener.NONE);
  }

  static Path random(Path file, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Files.write(file, bytes);
  }

  private Path tree() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    random(tree.resolve("big.bin"), 3_000_000);
    Files.createDirectories(tree.resolve("a/b c/it's \"here\""));
    Files.writeString(tree.resolve("a/b c/it's \"here\"/$(id)\nnew line"), "odd name");
    Files.writeString(tree.resolve("a/-rf"), "dash");
    Files.writeString(tree.resolve("a/日本 😀.txt"), "unicode");
    Files.createFile(tree.resolve("a/empty"));
    Files.createDirectories(tree.resolve("nothing in it"));
    Files.writeString(tree.resolve("run.sh"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        tree.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-x--x"));
    Files.setPosixFilePermissions(
        tree.resolve("a"), PosixFilePermissions.fromString("rwxr-s---".replace('s', 'x')));
    Files.setLastModifiedTime(
        tree.resolve("run.sh"), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
    Files.createSymbolicLink(tree.resolve("link"), Path.of("a/-rf"));
    Files.createSymbolicLink(tree.resolve("dangling"), Path.of("/no/such place"));
    return tree;
  }

  private void assertSame(Path tree, String remote) {
    for (TestHost host : hosts.all()) {
      Path there = host.path(remote);
      HostTrees.assertSame(tree, there);
    }
  }

  @Test
  void bringsAFolderWithAllThatIsInItDirectlyAndInAChain() throws Exception {
    Path tree = tree();
    for (CopyOptions options : List.of(DIRECT, CHAIN)) {
      List<CopyResult> results = put(tree, "/opt/deep/er/copy", options);
      assertThat(results).allSatisfy(result -> assertThat(result.failure()).isNull());
      assertThat(results)
          .allMatch(result -> result.files() == 6 && result.moved() == result.bytes());
      assertSame(tree, "/opt/deep/er/copy");
      assertThat(results.get(2).route())
          .isEqualTo(options.equals(CHAIN) ? CopyResult.Route.CHAIN : CopyResult.Route.DIRECT);
      // A second time nothing travels.
      List<CopyResult> again = put(tree, "/opt/deep/er/copy", options);
      assertThat(again)
          .allMatch(
              result ->
                  result.succeeded()
                      && result.moved() == 0
                      && result.route() == CopyResult.Route.NONE);
      hosts.all().forEach(host -> host.run("rm", "-rf", "/opt/deep"));
    }
  }

  @Test
  void bringsAFileUnderItsOwnNameOrAnother() throws Exception {
    Path file = random(folder.resolve("x"), 2_000_000);
    assertThat(put(file, "/opt/copy/", CHAIN)).allMatch(CopyResult::succeeded);
    assertThat(put(file, "copy", DIRECT)).allMatch(CopyResult::succeeded);
    assertThat(put(file, ".", DIRECT)).allMatch(CopyResult::succeeded);
    assertThat(put(file, "~/copy", CHAIN))
        .allMatch(result -> result.succeeded() && result.moved() == 0);
    for (TestHost host : hosts.all()) {
      assertThat(host.path("/opt/copy/x")).hasSameBinaryContentAs(file);
      assertThat(host.path("/root/copy")).hasSameBinaryContentAs(file);
      assertThat(host.path("/root/x")).hasSameBinaryContentAs(file);
    }
  }

  @Test
  void sendsOnlyWhatDiffersAndLeavesOtherFilesAlone() throws Exception {
    Path tree = tree();
    put(tree, "/opt/copy", CHAIN);
    hosts
        .host(2)
        .run(
            "sh",
            "-c",
            "echo mine >/opt/copy/mine; echo changed >/opt/copy/run.sh; chmod 600 /opt/copy/a/-rf; rm /opt/copy/link");
    Files.writeString(tree.resolve("a/new"), "new");
    List<CopyResult> results = put(tree, "/opt/copy", CHAIN);
    assertThat(results).extracting(CopyResult::moved).containsExactly(3L, 3L + 10, 3L);
    assertThat(hosts.host(2).path("/opt/copy/mine")).hasContent("mine");
    hosts.host(2).run("rm", "/opt/copy/mine");
    assertSame(tree, "/opt/copy");
  }

  @Test
  void leavesOutWhatIsExcluded() throws Exception {
    Path tree = tree();
    Files.createDirectories(tree.resolve("a/.git/objects"));
    Files.writeString(tree.resolve("a/.git/objects/x"), "x");
    put(
        tree,
        "/opt/copy",
        DIRECT.withExcludes(List.of("*.bin", "**/.git", "/a/b c", "nothing in it/", "run.sh/")));
    for (TestHost host : hosts.all()) {
      assertThat(host.run("sh", "-c", "cd /opt/copy && find . | sort"))
          .isEqualTo(".\n./a\n./a/-rf\n./a/empty\n./a/日本 😀.txt\n./dangling\n./link\n./run.sh\n");
    }
  }

  @Test
  void tellsOfProgress() throws Exception {
    Path file = random(folder.resolve("x"), 5_000_000);
    long[] last = new long[3];
    boolean[] ended = new boolean[3];
    fleet.put(
        hosts.addresses(),
        file,
        "/opt/copy",
        CHAIN,
        new CopyListener() {
          @Override
          public void progress(
              dev.muster.model.HostAddress host, int position, long bytes, long total) {
            assertThat(total).isEqualTo(5_000_000);
            assertThat(bytes).isGreaterThanOrEqualTo(last[position]);
            last[position] = bytes;
          }

          @Override
          public void ended(int position, CopyResult result) {
            ended[position] = true;
          }
        });
    assertThat(last).containsOnly(5_000_000);
    assertThat(ended).containsOnly(true);
  }

  private static FileParts.Part part(String path, byte[] all, Path file, int from, int to) {
    byte[] bytes = Arrays.copyOfRange(all, from, to);
    String sha256 = HexFormat.of().formatHex(Digest.sha256().digest(bytes));
    return new FileParts.Part(path, path.endsWith(".sh"), sha256, to - from, file, from);
  }

  @Test
  void bringsPartsOfAFileAsFilesAndNoneThatDiffersFromItsHash() throws Exception {
    Path file = random(folder.resolve("archive"), 5_000_000);
    byte[] all = Files.readAllBytes(file);
    FileParts parts =
        new FileParts(
            List.of(
                part("a/big", all, file, 1_000, 4_000_000),
                part("a/b/run.sh", all, file, 4_000_000, 4_000_512),
                part("empty", all, file, 512, 512)));
    for (CopyOptions options : List.of(DIRECT, CHAIN)) {
      CopyOptions bounded = options.withDeadline(Duration.ofMinutes(2));
      assertThat(fleet.put(hosts.addresses(), parts, "copy", bounded, CopyListener.NONE))
          .allSatisfy(result -> assertThat(result.failure()).isNull());
      for (TestHost host : hosts.all()) {
        assertThat(host.path("/root/copy/a/big"))
            .hasBinaryContent(Arrays.copyOfRange(all, 1_000, 4_000_000));
        assertThat(host.path("/root/copy/a/b/run.sh")).isExecutable();
        assertThat(host.path("/root/copy/empty")).isEmptyFile();
      }
      assertThat(fleet.put(hosts.addresses(), parts, "copy", bounded, CopyListener.NONE))
          .allMatch(result -> result.succeeded() && result.moved() == 0);
      hosts.all().forEach(host -> host.run("rm", "-rf", "/root/copy"));
    }
    all[2_000_000] ^= 1;
    Files.write(file, all);
    assertThat(fleet.put(hosts.addresses(), parts, "copy", CHAIN, CopyListener.NONE))
        .allSatisfy(
            result -> {
              assertThat(result.failure()).isNotNull();
              assertThat(result.failure().kind()).isEqualTo(HostFailure.Kind.CORRUPT);
              assertThat(result.failure().message()).contains("a/big");
            });
  }
}
