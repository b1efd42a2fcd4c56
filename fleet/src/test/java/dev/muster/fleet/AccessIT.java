package dev.muster.fleet;

import static dev.muster.fleet.Fleets.assertFailure;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may log in, which hosts are known, and what is said when it does not work. */
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
    return Fleets.access(hosts);
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
  void refusesAFleetWithoutItsKey() throws IOException {
    File none = folder.resolve("none").toFile();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                new SshFleets(folder, "nobody", Map.of())
                    .open(FleetAccess.builder().key(none.toPath()).build()))
        .hasMessageContaining("there is no key " + none);
  }
}
