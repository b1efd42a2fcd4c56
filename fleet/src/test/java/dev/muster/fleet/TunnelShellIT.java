package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.model.HostAddress;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.Tunnel;
import dev.muster.testkit.hosts.TestHosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tunnels, and shells with the system's ssh and without. */
@Timeout(300)
class TunnelShellIT {

  private static TestHosts hosts;

  @BeforeAll
  static void start() {
    hosts = TestHosts.builder(2).behindBastion().start();
  }

  @AfterAll
  static void stop() {
    if (hosts != null) {
      hosts.close();
    }
  }

  private static Fleet open(Map<String, String> environment) {
    return new SshFleets(hosts.folder(), "nobody", environment)
        .open(
            FleetAccess.builder()
                .key(hosts.key())
                .knownHosts(hosts.knownHosts())
                .sshConfig(hosts.sshConfig())
                .build());
  }

  private static String greeting(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return new String(socket.getInputStream().readNBytes(8), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void opensAPortThatLeadsToAHostBehindABastion() throws Exception {
    try (Fleet fleet = open(Map.of())) {
      try (Tunnel tunnel = fleet.tunnel(HostAddress.of("h2"), "localhost", 22, 0)) {
        assertThat(greeting(tunnel.localPort())).isEqualTo("SSH-2.0-");
        assertThat(tunnel.isOpen()).isTrue();
        int port = tunnel.localPort();
        assertThatThrownBy(() -> fleet.tunnel(HostAddress.of("h2"), "localhost", 22, port))
            .isInstanceOf(MusterException.class)
            .hasMessageContaining("port " + port)
            .extracting(e -> ((MusterException) e).kind())
            .isEqualTo(ErrorKind.CONFLICT);
      }
      int port;
      try (Tunnel tunnel = fleet.tunnel(HostAddress.of("h1"), "localhost", 22, 0)) {
        port = tunnel.localPort();
      }
      try (ServerSocket free = new ServerSocket(port)) {
        assertThat(free.isBound()).isTrue();
      }
    }
  }

  @Test
  void tellsThatATunnelsHostIsNotThere() {
    try (Fleet fleet = open(Map.of())) {
      assertThatThrownBy(
              () -> fleet.tunnel(new HostAddress(null, "127.0.0.1", 9), "localhost", 22, 0))
          .isInstanceOf(MusterException.class)
          .hasMessageContaining("127.0.0.1:9")
          .hasMessageContaining("nobody listens");
    }
  }

  @Test
  void givesItsStreamsToACommandAndReturnsItsExitCode() throws Exception {
    for (String path : List.of(System.getenv("PATH"), "")) {
      Process shell =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  ShellProgram.class.getName(),
                  hosts.folder().toString(),
                  hosts.sshConfig().toString(),
                  path,
                  "h2",
                  "sh",
                  "-c",
                  "read x; echo \"$(hostname) $1 $x\"; exit 7",
                  "sh",
                  "it's $here")
              .start();
      try (var in = shell.getOutputStream()) {
        in.write("typed\n".getBytes(StandardCharsets.UTF_8));
      }
      String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(out).as(err).isEqualTo("h2 it's $here typed\n");
      assertThat(shell.waitFor()).isEqualTo(7);
    }
  }
}
