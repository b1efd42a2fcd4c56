package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.model.HostAddress;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteInput;
import dev.muster.spi.fleet.RemoteStream;
import dev.muster.spi.fleet.Tunnel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** This machine as a host, with a home of the test's. */
@Timeout(300)
class LocalFleetIT {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final HostAddress HERE = HostAddress.of("localhost");

  @TempDir Path home;
  private Fleet fleet;

  @BeforeEach
  void open() {
    fleet =
        new SshFleets(
                home,
                "nobody",
                Map.of("PATH", System.getenv("PATH"), "AWS_SECRET_ACCESS_KEY", "s", "LC_ALL", "C"))
            .open(FleetAccess.builder().local(Set.of(HERE)).build());
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  private HostResult exec(RemoteCommand command, Duration deadline, ExecListener listener) {
    return fleet.exec(List.of(HERE), command, deadline, listener).get(0);
  }

  private String said(RemoteCommand command) {
    OutputCollector said = new OutputCollector();
    HostResult result = exec(command, SOON, said);
    assertThat(result.succeeded()).as(said.err(0)).isTrue();
    return said.out(0);
  }

  @Test
  void startsInTheHomeWithWhatALoginSets() {
    assertThat(said(RemoteCommand.of("pwd"))).isEqualToIgnoringNewLines(home.toString());
    assertThat(said(RemoteCommand.of("env")))
        .contains("HOME=" + home, "USER=nobody", "LC_ALL=C")
        .doesNotContain("AWS_SECRET");
  }

  @Test
  void givesWordsInputAndVariablesAsTheyAre() {
    RemoteCommand command =
        RemoteCommand.of("sh", "-c", "cat; printf '%s|' \"$@\" \"$X\"", "sh", "it's", "", "a\nb")
            .withInput(RemoteInput.text("in\n"))
            .withEnvironment(Map.of("X", "$(id)\n'"));
    assertThat(said(command)).isEqualTo("in\nit's||a\nb|$(id)\n'|");
    assertThat(said(RemoteCommand.script("read x; echo \"$1\"", "a b"))).isEqualTo("a b\n");
  }

  @Test
  void givesExitCodesAsAShellDoes() {
    assertThat(exec(RemoteCommand.of("sh", "-c", "exit 7"), SOON, ExecListener.NONE).exitCode())
        .isEqualTo(7);
    OutputCollector said = new OutputCollector();
    assertThat(exec(RemoteCommand.of("no-such-program"), SOON, said).exitCode()).isEqualTo(127);
    assertThat(said.err(0)).contains("no-such-program");
    assertThat(exec(RemoteCommand.of("sh", "-c", "kill -9 $$"), SOON, said).exitCode())
        .isEqualTo(137);
  }

  @Test
  void endsWithAllItStartedWhatIsLate() {
    HostResult late =
        exec(
            RemoteCommand.of("sh", "-c", "setsid sleep 4711 & echo $! >pid; wait"),
            Duration.ofSeconds(1),
            ExecListener.NONE);
    assertThat(late.failure()).isNotNull();
    assertThat(late.failure().kind()).isEqualTo(HostFailure.Kind.TIMEOUT);
    ProcessHandle.allProcesses()
        .filter(LocalFleetIT::isTheSleep)
        .forEach(ending -> ending.onExit().orTimeout(120, TimeUnit.SECONDS).join());
  }

  private static boolean isTheSleep(ProcessHandle process) {
    try {
      String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
      return line.equals("sleep\0" + "4711\0");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void anInterruptEndsWhatRuns() {
    Thread caller = Thread.currentThread();
    ExecListener interrupts =
        new ExecListener() {
          @Override
          public void output(
              HostAddress host, int position, int command, RemoteStream stream, byte[] bytes) {
            caller.interrupt();
          }
        };
    HostResult stopped =
        exec(RemoteCommand.of("sh", "-c", "echo x; exec sleep 4711"), SOON, interrupts);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(stopped.failure()).isNotNull();
    assertThat(stopped.failure().kind()).isEqualTo(HostFailure.Kind.CANCELLED);
    ProcessHandle.allProcesses()
        .filter(LocalFleetIT::isTheSleep)
        .forEach(ending -> ending.onExit().orTimeout(120, TimeUnit.SECONDS).join());
  }

  @Test
  void copiesIntoTheHomeAndBack(@TempDir Path folder) throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree/sub")).getParent();
    Files.writeString(tree.resolve("sub/a b.txt"), "content");
    Files.writeString(tree.resolve("left.pyc"), "x");
    CopyOptions options = CopyOptions.DEFAULT.withExcludes(List.of("*.pyc"));
    assertThat(fleet.put(List.of(HERE), tree, "there/tree", options, CopyListener.NONE).get(0))
        .satisfies(result -> assertThat(result.failure()).isNull())
        .satisfies(result -> assertThat(result.moved()).isEqualTo(7));
    assertThat(home.resolve("there/tree/sub/a b.txt")).hasContent("content");
    assertThat(home.resolve("there/tree/left.pyc")).doesNotExist();
    String back = folder.resolve("back/").toString();
    assertThat(fleet.get(List.of(HERE), "there/tree", back, options, CopyListener.NONE).get(0))
        .satisfies(result -> assertThat(result.failure()).isNull());
    assertThat(folder.resolve("back/sub/a b.txt")).hasContent("content");
    assertThat(
            fleet
                .get(List.of(HERE), "nowhere", back + "2", options, CopyListener.NONE)
                .get(0)
                .failure())
        .extracting(HostFailure::kind)
        .isEqualTo(HostFailure.Kind.NOT_FOUND);
  }

  @Test
  void leadsToAPort() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Tunnel tunnel = fleet.tunnel(HERE, "localhost", server.getLocalPort(), 0)) {
      Thread echo =
          new Thread(
              () -> {
                try (Socket one = server.accept()) {
                  one.getInputStream().transferTo(one.getOutputStream());
                } catch (IOException e) {
                  // The test sees it.
                }
              });
      echo.start();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), tunnel.localPort())) {
        socket.getOutputStream().write("there and back".getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
        assertThat(socket.getInputStream()).hasContent("there and back");
      }
      assertThatThrownBy(() -> fleet.tunnel(HERE, "localhost", 1, tunnel.localPort()))
          .isInstanceOf(MusterException.class)
          .hasMessageContaining("cannot listen");
    }
  }

  @Test
  void looksAtNobodysSshForThisMachineAlone() throws IOException {
    Files.createDirectories(home.resolve(".ssh"));
    Files.writeString(home.resolve(".ssh/config"), "Include [\nPort none\n");
    assertThat(said(RemoteCommand.of("echo", "fine"))).isEqualTo("fine\n");
  }
}
