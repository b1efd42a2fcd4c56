package dev.muster.testkit.hosts;

import dev.muster.model.HostAddress;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Real hosts for a test: each an sshd with its own network address, host key, name, processes and
 * disk, in namespaces of this machine. Several tests may have theirs at once. They go with {@link
 * #close}, with the JVM also when that is killed, and at the latest at the next start.
 *
 * <p>Needs root, openssh-server and iproute2; where they are missing the test is skipped, aloud.
 */
public final class TestHosts implements AutoCloseable {

  private static final Path BASE = Path.of("/tmp/muster-hosts");
  private static final List<String> NEEDED =
      List.of("sshd", "ssh", "ssh-keygen", "ip", "tc", "unshare", "nsenter", "flock");

  private final HostsScript script;
  private final Path folder;
  private final Path state;
  private final Process keeper;
  private final List<TestHost> hosts = new ArrayList<>();

  private TestHosts(HostsScript script, Path folder, Path state, Builder builder) {
    this.script = script;
    this.folder = folder;
    this.state = state;
    this.keeper =
        script.start(folder.resolve("keeper.log"), "keep", state.toString(), folder.toString());
    for (int i = 1; i <= builder.count; i++) {
      boolean behind = i > builder.count - builder.behind;
      String network = behind ? "10.214." + state.getFileName() : read(state.resolve("network"));
      HostOptions options = builder.options.getOrDefault(i, builder.all);
      hosts.add(new TestHost(script, state, i, network + "." + (10 + i), options));
    }
  }

  /** Starts plain hosts. */
  public static TestHosts start(int count) {
    return builder(count).start();
  }

  /** Hosts to be described: 1 to 10. */
  public static Builder builder(int count) {
    return new Builder(count);
  }

  /** Skips the test, aloud, where there cannot be hosts. */
  public static void assumePossible() {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "test hosts need root: run as root");
    List<String> missing = NEEDED.stream().filter(name -> !isOnPath(name)).toList();
    Assumptions.assumeTrue(
        missing.isEmpty(),
        () -> missing + " missing: apt-get install openssh-server openssh-client iproute2");
  }

  static void assumeNft() {
    Assumptions.assumeTrue(isOnPath("nft"), "nft is missing: apt-get install nftables");
  }

  private static boolean isOnPath(String name) {
    String path = System.getenv("PATH") + ":/usr/sbin:/sbin";
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(one -> Files.isExecutable(Path.of(one, name)));
  }

  /** All hosts, in order. */
  public List<TestHost> all() {
    return List.copyOf(hosts);
  }

  /** A host by its number, 1 for the first. */
  public TestHost host(int number) {
    return hosts.get(number - 1);
  }

  /** The addresses of all hosts, in order. */
  public List<HostAddress> addresses() {
    return hosts.stream().map(TestHost::hostAddress).toList();
  }

  /** The private key that root of every host takes; an Ed25519 key without a passphrase. */
  public Path key() {
    return state.resolve("key");
  }

  /** The keys of all hosts. */
  public Path knownHosts() {
    return state.resolve("known_hosts");
  }

  /** A configuration for {@code ssh -F}: names h1 and so on, key, known hosts, jumps. */
  public Path sshConfig() {
    return state.resolve("ssh_config");
  }

  /** The address of this machine as the hosts see it. */
  public String controller() {
    return read(state.resolve("network")) + ".1";
  }

  /**
   * The first three numbers of the hosts' addresses: {@code 10.213.7}. From .100 on none exists.
   */
  public String network() {
    return read(state.resolve("network"));
  }

  /** A folder of the test that goes with the hosts. */
  public Path folder() {
    return folder;
  }

  /** Lets what this machine sends to all hosts together go no faster, for instance 100mbit. */
  public void shapeUplink(String rate) {
    HostsScript.command(
        "tc", "qdisc", "replace", "dev", bridge(), "root", "tbf", "rate", rate, "burst", "128kb",
        "latency", "50ms");
  }

  /** Bytes that this machine has sent to all hosts, headers included. */
  public long sentBytes() {
    return Long.parseLong(read(Path.of("/sys/class/net", bridge(), "statistics/tx_bytes")));
  }

  private String bridge() {
    return "mh" + state.getFileName();
  }

  @Override
  public void close() {
    script.run("remove", state.toString());
    keeper.destroyForcibly();
    keeper.onExit().join();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Describes hosts. */
  public static final class Builder {
    private final int count;
    private final Map<Integer, HostOptions> options = new TreeMap<>();
    private HostOptions all = HostOptions.PLAIN;
    private int behind;

    private Builder(int count) {
      if (count < 1 || count > 10) {
        throw new IllegalArgumentException("1 to 10 hosts, not " + count);
      }
      this.count = count;
    }

    /** All hosts for which nothing else is said. */
    public Builder all(HostOptions options) {
      all = options;
      return this;
    }

    /** One host, 1 for the first. */
    public Builder host(int number, HostOptions options) {
      this.options.put(number, options);
      return this;
    }

    /** All but the first are reached only through the first. */
    public Builder behindBastion() {
      behind = count - 1;
      return this;
    }

    /** Starts them; returns when all listen. */
    public TestHosts start() {
      assumePossible();
      try {
        Files.createDirectories(BASE);
        Path folder = Files.createTempDirectory("muster-hosts-");
        HostsScript script = new HostsScript(folder);
        String pid = Long.toString(ProcessHandle.current().pid());
        String state =
            script
                .run("create", BASE.toString(), pid, Integer.toString(count), "" + behind)
                .strip();
        TestHosts hosts = new TestHosts(script, folder, Path.of(state), this);
        try {
          hosts.hosts.forEach(TestHost::start);
          hosts.hosts.forEach(TestHost::awaitBoot);
        } catch (RuntimeException e) {
          hosts.close();
          throw e;
        }
        return hosts;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
