package dev.muster.testkit.hosts;

import dev.muster.model.HostAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One real SSH host of a test: it can die, start again, lose its network, and be looked into. */
public final class TestHost {

  private static final Pattern SYSTEM =
      Pattern.compile(
          "(sh -c .* muster-test-init.*)|(sshd: .*)|(/usr/sbin/sshd .*)|(/usr/sbin/)?cron( .*)?",
          Pattern.DOTALL);

  /** An address that no card has: frames to it reach nobody. */
  private static final String NOBODY = "02:00:00:00:00:01";

  private final HostsScript script;
  private final Path state;
  private final int number;
  private final String address;
  private final List<String> memory;
  private Map<String, String> fresh = Map.of();
  private @Nullable Process process;

  TestHost(HostsScript script, Path state, int number, String address, HostOptions options) {
    this.script = script;
    this.state = state;
    this.number = number;
    this.address = address;
    List<String> folders = new ArrayList<>(List.of("/tmp", "/run", "/dev/shm"));
    for (String line : options.lines()) {
      if (line.startsWith("limit=")) {
        folders.add(line.substring("limit=".length(), line.indexOf(':')));
      }
    }
    this.memory = List.copyOf(folders);
    try {
      Files.write(own("options"), options.lines());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its name, which the other hosts know: {@code h1} and so on. */
  public String name() {
    return "h" + number;
  }

  /** Its IPv4 address. */
  public String address() {
    return address;
  }

  /** {@code root@address}. */
  public HostAddress hostAddress() {
    return new HostAddress("root", address, null);
  }

  /** What its sshd says. */
  public String log() {
    return read(own("log"));
  }

  // Power, cable

  /**
   * Loses its power: its cable is dead, then all its processes. Its disk stays, /tmp and /run do
   * not.
   */
  public synchronized void kill() {
    script.run("halt", state.toString(), Integer.toString(number));
    if (process != null) {
      process.onExit().join();
    }
    process = null;
  }

  /** Starts; returns when its sshd listens. Its boot runs cron's {@code @reboot} lines. */
  public synchronized void boot() {
    start();
    awaitBoot();
  }

  /** {@link #kill} and {@link #boot}. */
  public void reboot() {
    kill();
    boot();
  }

  synchronized void start() {
    process = script.start(own("log"), "boot", state.toString(), Integer.toString(number));
  }

  synchronized void awaitBoot() {
    HostsScript.await("sshd of " + name() + ": " + log(), this::listens);
    if (fresh.isEmpty()) {
      fresh = list();
    }
  }

  /** Whether it has power. */
  public synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Pulls its network cable; nobody is told. */
  public void cut() {
    HostsScript.command("ip", "link", "set", namespace() + "v", "down");
  }

  /** Puts its network cable back. */
  public void restore() {
    HostsScript.command("ip", "link", "set", namespace() + "v", "up");
    // Both sides may remember for a while that nobody answered.
    HostsScript.command("ip", "neigh", "flush", "to", address());
    HostsScript.command("ip", "netns", "exec", namespace(), "ip", "neigh", "flush", "dev", "eth0");
  }

  /** Loses this machine and nothing else: the other hosts hear it as before; nobody is told. */
  public void cutFromController() {
    neighbour("replace", "lladdr", NOBODY, "nud", "permanent");
  }

  /** Puts the way to this machine back. */
  public void restoreToController() {
    neighbour("del");
  }

  /** Says on either side where the other is. */
  private void neighbour(String verb, String... rest) {
    String controller = address.substring(0, address.lastIndexOf('.')) + ".1";
    HostsScript.command(
        words(List.of("ip", "neigh", verb, address, "dev", "mh" + state.getFileName()), rest));
    HostsScript.command(
        words(List.of("ip", "-n", namespace(), "neigh", verb, controller, "dev", "eth0"), rest));
  }

  private static String[] words(List<String> first, String... rest) {
    return Stream.concat(first.stream(), Stream.of(rest)).toArray(String[]::new);
  }

  /** Lets what it sends go no faster, for instance {@code 100mbit}. */
  public void shapeUplink(String rate) {
    HostsScript.command(
        "ip",
        "netns",
        "exec",
        namespace(),
        "tc",
        "qdisc",
        "replace",
        "dev",
        "eth0",
        "root",
        "tbf",
        "rate",
        rate,
        "burst",
        "128kb",
        "latency",
        "50ms");
  }

  /** Drops new connections to a port, as a firewall does, until {@link #unblock}. */
  public void block(int port) {
    firewall("tcp dport " + port + " tcp flags & (syn|ack) == syn drop");
  }

  /** Drops all new connections but those of SSH, until {@link #unblock}. */
  public void blockAllButSsh() {
    firewall("tcp dport != 22 tcp flags & (syn|ack) == syn drop");
  }

  /** Takes its firewall away. */
  public void unblock() {
    nft("flush ruleset");
  }

  private void firewall(String rule) {
    TestHosts.assumeNft();
    nft("add table inet muster");
    nft("add chain inet muster in { type filter hook input priority 0 ; }");
    nft("add rule inet muster in " + rule);
  }

  private void nft(String command) {
    HostsScript.command("ip", "netns", "exec", namespace(), "nft", command);
  }

  /** Gets another host key at once; the known hosts of the test keep the old one. */
  public synchronized void changeHostKey() {
    try {
      Files.delete(own("host_key"));
      Files.delete(own("host_key.pub"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    HostsScript.command(
        "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", own("host_key").toString());
    reboot();
  }

  // Looking into it, not by SSH

  /** Runs a command on it as root; what it printed. Fails when the command does. */
  public String run(String... argv) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "nsenter",
                "-t",
                Long.toString(first()),
                "-m",
                "-u",
                "-i",
                "-n",
                "-p",
                "-r",
                "-w",
                "env",
                "-i",
                "HOME=/root",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
    words.addAll(List.of(argv));
    return HostsScript.command(words.toArray(String[]::new));
  }

  /** Where this machine sees a path of the running host. */
  public Path path(String path) {
    return Path.of("/proc/" + first() + "/root" + path);
  }

  /** Its processes but those of every host: its first one, sshd with its sessions, cron. */
  public List<HostProcess> processes() {
    List<HostProcess> found = new ArrayList<>();
    for (String pid : HostsScript.command("ip", "netns", "pids", namespace()).lines().toList()) {
      String command = read(Path.of("/proc", pid, "cmdline")).replace('\0', ' ').strip();
      // Without a command line it has ended, or is the kernel's.
      if (!command.isEmpty()
          && !SYSTEM.matcher(command).matches()
          && !command.startsWith("unshare ")) {
        found.add(new HostProcess(Long.parseLong(pid), command));
      }
    }
    return found;
  }

  /** Its files that it did not have at its first boot, or that changed or went since. */
  public List<String> files() {
    Map<String, String> now = list();
    TreeSet<String> differing = new TreeSet<>();
    now.forEach(
        (path, content) -> {
          if (!content.equals(fresh.get(path))) {
            differing.add(path);
          }
        });
    fresh.keySet().stream().filter(path -> !now.containsKey(path)).forEach(differing::add);
    return List.copyOf(differing);
  }

  /** Takes what it has now as what it had at its first boot. */
  public void forgetFiles() {
    fresh = list();
  }

  private Map<String, String> list() {
    return new TreeMap<>(HostFiles.list(own("disk"), path("/"), memory));
  }

  private boolean listens() {
    Process started = process;
    if (started == null || !started.isAlive()) {
      throw new IllegalStateException(name() + " did not start: " + log());
    }
    try (Stream<ProcessHandle> children = started.toHandle().children()) {
      // Port 22 is 0016, a socket that listens is in state 0A.
      return children
          .findFirst()
          .map(child -> read(Path.of("/proc", Long.toString(child.pid()), "net/tcp")))
          .orElse("")
          .lines()
          .anyMatch(line -> line.contains(":0016 ") && line.contains(" 0A "));
    }
  }

  private synchronized long first() {
    Process started = process;
    if (started == null) {
      throw new IllegalStateException(name() + " is off");
    }
    try (Stream<ProcessHandle> children = started.toHandle().children()) {
      return children
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(name() + " has died: " + log()))
          .pid();
    }
  }

  private String namespace() {
    return "mh" + state.getFileName() + "-" + number;
  }

  private Path own(String file) {
    return state.resolve(Integer.toString(number)).resolve(file);
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public String toString() {
    return name() + " (" + address + ")";
  }
}
