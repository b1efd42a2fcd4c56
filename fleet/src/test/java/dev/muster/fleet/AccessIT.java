package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.FleetListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostKeyPolicy;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.testkit.hosts.HostOptions;
import dev.muster.testkit.hosts.TestHosts;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may log in, how hosts are found, and what is said when it does not work. */
@Timeout(300)
class AccessIT {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static TestHosts hosts;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    hosts =
        TestHosts.builder(2)
            .host(1, HostOptions.PLAIN.withUser("ann"))
            .host(2, HostOptions.PLAIN.withPasswordOnly("open sesame"))
            .start();
  }

  @AfterAll
  static void stop() {
    if (hosts != null) {
      hosts.close();
    }
  }

  private FleetAccess.Builder plain() {
    return FleetAccess.builder().key(hosts.key()).knownHosts(hosts.knownHosts());
  }

  private HostResult exec(FleetAccess.Builder access, HostAddress host, ExecListener listener) {
    return exec(access, host, listener, Map.of());
  }

  private HostResult exec(
      FleetAccess.Builder access,
      HostAddress host,
      ExecListener listener,
      Map<String, String> environment) {
    try (Fleet fleet = new SshFleets(folder, "nobody", environment).open(access.build())) {
      return fleet.exec(List.of(host), RemoteCommand.of("id", "-un"), SOON, listener).get(0);
    }
  }

  private static void assertFailure(HostResult result, HostFailure.Kind kind, String... words) {
    assertThat(result.failure()).isNotNull();
    assertThat(result.failure().kind()).isEqualTo(kind);
    assertThat(result.failure().message() + " # " + result.failure().hint()).contains(words);
  }

  private HostAddress first() {
    return hosts.host(1).hostAddress();
  }

  private static String run(String... argv) throws Exception {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void takesTheUserOfTheAddressBeforeThatOfTheCluster() {
    OutputCollector said = new OutputCollector();
    HostAddress nobody = HostAddress.of(hosts.host(1).address());
    assertThat(exec(plain().user("ann"), nobody, said).exitCode()).isZero();
    assertThat(exec(plain().user("ann"), first(), said).exitCode()).isZero();
    assertThat(said.out(0)).isEqualTo("ann\nroot\n");
  }

  @Test
  void tellsOfAWrongKey() throws Exception {
    Path other = folder.resolve("other");
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString());
    assertFailure(
        exec(plain().key(other), first(), ExecListener.NONE),
        HostFailure.Kind.AUTHENTICATION,
        "none of the keys",
        "root",
        "1 from files",
        "ssh-copy-id");
  }

  @Test
  void takesKeysOfAllKinds() throws Exception {
    for (List<String> kind :
        List.of(List.of("rsa", "2048"), List.of("ecdsa", "256"), List.of("ecdsa", "521"))) {
      Path key = folder.resolve("key-" + String.join("-", kind));
      run("ssh-keygen", "-q", "-t", kind.get(0), "-b", kind.get(1), "-N", "", "-f", key.toString());
      Path pem = folder.resolve("pem-" + String.join("-", kind));
      run(
          "ssh-keygen",
          "-q",
          "-t",
          kind.get(0),
          "-b",
          kind.get(1),
          "-m",
          "PEM",
          "-N",
          "",
          "-f",
          pem.toString());
      Path authorized = hosts.host(1).path("/root/.ssh/authorized_keys");
      String before = Files.readString(authorized);
      Files.writeString(
          authorized,
          Files.readString(Path.of(key + ".pub")) + Files.readString(Path.of(pem + ".pub")));
      try {
        assertThat(exec(plain().key(key), first(), ExecListener.NONE).failure()).isNull();
        assertThat(exec(plain().key(pem), first(), ExecListener.NONE).failure()).isNull();
      } finally {
        Files.writeString(authorized, before);
      }
    }
  }

  @Test
  void tellsHowToUseAKeyWithAPassphraseAndUsesTheAgent() throws Exception {
    Path secret = folder.resolve("secret");
    Files.copy(hosts.key(), secret);
    Files.copy(Path.of(hosts.key() + ".pub"), Path.of(secret + ".pub"));
    run("chmod", "600", secret.toString());
    run("ssh-keygen", "-q", "-p", "-P", "", "-N", "sesame", "-f", secret.toString());
    assertFailure(
        exec(plain().key(secret), first(), ExecListener.NONE),
        HostFailure.Kind.AUTHENTICATION,
        "has a passphrase",
        "ssh-add " + secret);

    Path socket = folder.resolve("agent");
    Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
    try {
      while (!Files.exists(socket)) {
        Thread.onSpinWait();
      }
      ProcessBuilder add = new ProcessBuilder("ssh-add", hosts.key().toString());
      add.environment().put("SSH_AUTH_SOCK", socket.toString());
      assertThat(add.start().waitFor()).isZero();
      Map<String, String> environment = Map.of("SSH_AUTH_SOCK", socket.toString());
      assertThat(exec(plain().key(secret), first(), ExecListener.NONE, environment).exitCode())
          .isZero();
      assertThat(exec(plain().key(null), first(), ExecListener.NONE, environment).exitCode())
          .isZero();
      assertFailure(
          exec(plain().key(null).agent(false), first(), ExecListener.NONE, environment),
          HostFailure.Kind.AUTHENTICATION,
          "no key to offer");
    } finally {
      agent.destroy();
      agent.waitFor();
    }
  }

  @Test
  void tellsOfAHostThatTakesPasswordsOnly() {
    assertFailure(
        exec(plain(), hosts.host(2).hostAddress(), ExecListener.NONE),
        HostFailure.Kind.AUTHENTICATION,
        "passwords only",
        "ssh-copy-id root@" + hosts.host(2).address());
  }

  @Test
  void refusesAHostThatIsNotKnown() throws Exception {
    Path none = folder.resolve("none");
    assertFailure(
        exec(plain().knownHosts(none), first(), ExecListener.NONE),
        HostFailure.Kind.HOST_KEY,
        "ssh-ed25519 SHA256:",
        "not among the known hosts",
        none.toString(),
        "--accept-new");
    assertThat(none).doesNotExist();
  }

  @Test
  void acceptsANewHostOnceAndSaysSo() throws Exception {
    Path known = folder.resolve("new/known_hosts");
    List<String> told = new ArrayList<>();
    FleetListener listener =
        new FleetListener() {
          @Override
          public void hostKeyAccepted(
              HostAddress host, String type, String fingerprint, Path file) {
            told.add(host + " " + type + " " + fingerprint + " " + file);
          }
        };
    FleetAccess access = plain().knownHosts(known).hostKeys(HostKeyPolicy.ACCEPT_NEW).build();
    for (int i = 0; i < 2; i++) {
      try (Fleet fleet = Fleets.open(hosts, access, listener)) {
        assertThat(fleet.exec(List.of(first()), RemoteCommand.of("true"), SOON, ExecListener.NONE))
            .allMatch(HostResult::succeeded);
      }
    }
    String fingerprint =
        run("ssh-keygen", "-lf", hosts.key().getParent().resolve("1/host_key.pub").toString())
            .split(" ", -1)[1];
    assertThat(told).containsExactly(first() + " ssh-ed25519 " + fingerprint + " " + known);
    assertThat(Files.readAllLines(known)).hasSize(1);
    assertThat(run("ssh-keygen", "-F", hosts.host(1).address(), "-f", known.toString()))
        .contains("found: line 1");
  }

  @Test
  void refusesAChangedKeyWithTheLineToLookAt() throws Exception {
    Path other = folder.resolve("other");
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString());
    String key = Files.readString(Path.of(other + ".pub"));
    Path known = folder.resolve("known");
    Files.writeString(known, "# a comment\n\n" + hosts.host(1).address() + " " + key);
    for (HostKeyPolicy policy : HostKeyPolicy.values()) {
      assertFailure(
          exec(plain().knownHosts(known).hostKeys(policy), first(), ExecListener.NONE),
          HostFailure.Kind.HOST_KEY,
          "has changed",
          known + ":3",
          "ssh-keygen -R");
    }
    assertThat(Files.readAllLines(known)).hasSize(3);
  }

  @Test
  void refusesARevokedKey() throws Exception {
    Path known = folder.resolve("known");
    String line = Files.readAllLines(hosts.knownHosts()).get(0);
    Files.writeString(known, line + "\n@revoked * " + line.substring(line.indexOf(' ') + 1) + "\n");
    assertFailure(
        exec(plain().knownHosts(known), first(), ExecListener.NONE),
        HostFailure.Kind.HOST_KEY,
        "revoked",
        known + ":2");
  }

  @Test
  void knowsHostsWhoseNamesAreHashed() throws Exception {
    Path known = folder.resolve("known");
    Files.copy(hosts.knownHosts(), known);
    run("ssh-keygen", "-q", "-H", "-f", known.toString());
    assertThat(Files.readString(known)).doesNotContain(hosts.host(1).address());
    assertThat(exec(plain().knownHosts(known), first(), ExecListener.NONE).exitCode()).isZero();
  }

  @Test
  void followsTheUsersConfiguration() throws Exception {
    Files.createDirectories(folder.resolve(".ssh/more"));
    Files.writeString(
        folder.resolve(".ssh/config"),
        """
        # what Muster does not know is ignored
        ForwardX11Trusted yes
        Include more/*.conf
        Host !lab-one lab-*
          HostName 192.0.2.1
        Host *
          User nobody
        """);
    Files.writeString(
        folder.resolve(".ssh/more/lab.conf"),
        """
        Host lab-one "lab one"
          HostName=%s
          User ann
          IdentityFile ~/keys/%%h
          UserKnownHostsFile %s
        """
            .formatted(hosts.host(1).address(), hosts.knownHosts()));
    Files.createDirectories(folder.resolve("keys"));
    Files.copy(hosts.key(), folder.resolve("keys").resolve(hosts.host(1).address()));
    OutputCollector said = new OutputCollector();
    assertThat(exec(FleetAccess.builder(), HostAddress.of("lab-one"), said).failure()).isNull();
    assertThat(said.out(0)).isEqualTo("ann\n");
  }

  @Test
  void goesThroughBastions() throws Exception {
    try (TestHosts behind = TestHosts.builder(3).behindBastion().start()) {
      FleetAccess.Builder access =
          FleetAccess.builder().key(behind.key()).knownHosts(behind.knownHosts());
      List<HostAddress> inner = behind.addresses().subList(1, 3);
      try (Fleet fleet =
          Fleets.open(behind, access.proxyJump(List.of(behind.host(1).hostAddress())))) {
        OutputCollector said = new OutputCollector();
        assertThat(fleet.exec(inner, RemoteCommand.of("hostname"), SOON, said))
            .allMatch(HostResult::succeeded);
        assertThat(said.out(1)).isEqualTo("h3\n");
      }
      // The same from the configuration, by names that only it knows.
      FleetAccess configured = FleetAccess.builder().sshConfig(behind.sshConfig()).build();
      try (Fleet fleet = Fleets.open(behind, configured, FleetListener.NONE)) {
        assertThat(
                fleet.exec(
                    List.of(HostAddress.of("h2")),
                    RemoteCommand.of("true"),
                    SOON,
                    ExecListener.NONE))
            .allMatch(HostResult::succeeded);
        behind.host(1).kill();
        HostResult lost =
            fleet
                .exec(
                    List.of(HostAddress.of("h3")),
                    RemoteCommand.of("true"),
                    Duration.ofSeconds(5),
                    ExecListener.NONE)
                .get(0);
        assertThat(lost.failure()).isNotNull();
      }
    }
  }

  @Test
  void tellsOfHostsThatAreNotThere() {
    HostAddress unknown = HostAddress.of("no-such-host.invalid");
    assertFailure(
        exec(plain(), unknown, ExecListener.NONE),
        HostFailure.Kind.UNREACHABLE,
        "no address is known for no-such-host.invalid");
    HostAddress refusing = new HostAddress("root", "127.0.0.1", 1);
    assertFailure(
        exec(plain(), refusing, ExecListener.NONE),
        HostFailure.Kind.UNREACHABLE,
        "nobody listens at 127.0.0.1, port 1");
    HostAddress silent = new HostAddress("root", hosts.network() + ".222", null);
    assertFailure(
        exec(plain().connectTimeout(Duration.ofSeconds(1)), silent, ExecListener.NONE),
        HostFailure.Kind.UNREACHABLE,
        hosts.network() + ".222");
  }

  @Test
  void findsOutSoonThatOfAThousandHostsNoneExists() throws Exception {
    // Nobody answers for their addresses; connected but silent or dropped, when its queue is full;
    // refused.
    try (ServerSocket silent = new ServerSocket(0, 20)) {
      List<HostAddress> all = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        all.add(
            i < 150
                ? HostAddress.of(hosts.network() + "." + (100 + i))
                : new HostAddress(
                    null,
                    "127.9." + i / 250 + "." + (i % 250 + 1),
                    i < 400 ? silent.getLocalPort() : 9));
      }
      long start = System.nanoTime();
      FleetAccess access = plain().connectTimeout(Duration.ofSeconds(3)).build();
      try (Fleet fleet = new SshFleets(folder, "nobody", Map.of()).open(access)) {
        List<HostResult> results =
            fleet.exec(all, RemoteCommand.of("true"), SOON, ExecListener.NONE);
        assertThat(results)
            .hasSize(1000)
            .allMatch(
                result ->
                    result.failure() != null
                        && result.failure().kind() == HostFailure.Kind.UNREACHABLE);
        assertThat(results.get(999).host()).isEqualTo(all.get(999));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }
  }

  @Test
  void findsThoseThatAreThereAmongThoseThatAreNot() {
    List<HostAddress> some =
        new ArrayList<>(
            IntStream.range(0, 60)
                .mapToObj(i -> new HostAddress(null, "127.9.9." + (i + 1), 9))
                .toList());
    some.add(30, first());
    try (Fleet fleet = new SshFleets(folder, "nobody", Map.of()).open(plain().build())) {
      List<HostResult> results =
          fleet.exec(some, RemoteCommand.of("true"), SOON, ExecListener.NONE);
      assertThat(results.stream().filter(HostResult::succeeded)).hasSize(1);
      assertThat(results.get(30).exitCode()).isZero();
    }
  }

  @Test
  void noticesAHostThatDiesInMidCommandAndComesBackToIt() throws Exception {
    try (TestHosts own = TestHosts.start(2);
        Fleet fleet = Fleets.open(own, FleetAccess.builder().keepAlive(Duration.ofSeconds(1)))) {
      List<HostResult> results = new ArrayList<>();
      OutputCollector said = new OutputCollector();
      Thread caller =
          new Thread(
              () ->
                  results.addAll(
                      fleet.exec(
                          own.addresses(),
                          RemoteCommand.of("sh", "-c", "echo x; sleep 6"),
                          Duration.ofSeconds(60),
                          said)));
      caller.start();
      while (said.out(1).isEmpty() || said.out(0).isEmpty()) {
        Thread.onSpinWait();
      }
      own.host(2).kill();
      caller.join();
      assertThat(results.get(0).exitCode()).isZero();
      assertFailure(results.get(1), HostFailure.Kind.DISCONNECTED, "connection was lost");
      own.host(2).boot();
      assertThat(fleet.exec(own.addresses(), RemoteCommand.of("true"), SOON, ExecListener.NONE))
          .allMatch(HostResult::succeeded);
    }
  }

  @Test
  void connectsAnewWhenAHostWasRestartedBetweenCommands() {
    try (TestHosts own = TestHosts.start(1);
        Fleet fleet = Fleets.open(own, FleetAccess.builder())) {
      assertThat(fleet.exec(own.addresses(), RemoteCommand.of("true"), SOON, ExecListener.NONE))
          .allMatch(HostResult::succeeded);
      own.host(1).reboot();
      assertThat(
              fleet.exec(
                  own.addresses(),
                  RemoteCommand.of("true"),
                  Duration.ofSeconds(40),
                  ExecListener.NONE))
          .allMatch(HostResult::succeeded);
    }
  }

  @Test
  void outlivesANetworkThatIsGoneForAWhile() throws Exception {
    try (TestHosts own = TestHosts.start(1);
        Fleet fleet = Fleets.open(own, FleetAccess.builder())) {
      OutputCollector said = new OutputCollector();
      List<HostResult> results = new ArrayList<>();
      Thread caller =
          new Thread(
              () ->
                  results.addAll(
                      fleet.exec(
                          own.addresses(),
                          RemoteCommand.of("sh", "-c", "echo x; sleep 4; echo y"),
                          Duration.ofSeconds(60),
                          said)));
      caller.start();
      while (said.out(0).isEmpty()) {
        Thread.onSpinWait();
      }
      own.host(1).cut();
      caller.join(2000);
      own.host(1).restore();
      caller.join();
      assertThat(results.get(0).exitCode()).isZero();
      assertThat(said.out(0)).isEqualTo("x\ny\n");
    }
  }

  @Test
  void refusesAFleetWithoutItsKey() throws IOException {
    File none = folder.resolve("none").toFile();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                new SshFleets(folder, "nobody", Map.of())
                    .open(FleetAccess.builder().key(none.toPath()).build()))
        .hasMessageContaining("there is no key " + none);
  }
}
