package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteInput;
import dev.muster.spi.fleet.RemoteStream;
import dev.muster.testkit.hosts.TestHosts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands on real hosts. */
@Timeout(300)
class ExecIT {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static TestHosts hosts;
  private static Fleet fleet;

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

  private List<HostResult> exec(RemoteCommand command, ExecListener listener) {
    return fleet.exec(hosts.addresses(), command, SOON, listener);
  }

  private HostResult execOne(RemoteCommand command, Duration deadline, ExecListener listener) {
    return fleet.exec(hosts.addresses().subList(0, 1), command, deadline, listener).get(0);
  }

  @Test
  void givesOutputErrorsAndExitCodesInTheOrderOfTheHosts() {
    OutputCollector said = new OutputCollector();
    List<HostResult> results =
        exec(
            RemoteCommand.of(
                "sh", "-c", "hostname; hostname >&2; exit ${HOSTNAME:-$(hostname | tr -d h)}"),
            said);
    assertThat(results).extracting(HostResult::exitCode).containsExactly(1, 2, 3);
    assertThat(said.out(1)).isEqualTo("h2\n");
    assertThat(said.err(2)).isEqualTo("h3\n");
  }

  @Test
  void keepsWordsWhatEverIsInThem() {
    List<String> words =
        List.of(
            "",
            " ",
            "a b",
            "it's",
            "\"",
            "\\",
            "two\nlines",
            "$(id)",
            "`id`",
            "*",
            "~",
            "-n",
            "é日😀",
            "\u0001\u001b[1m");
    List<String> argv = new ArrayList<>(List.of("printf", "%s\\0"));
    argv.addAll(words);
    OutputCollector said = new OutputCollector();
    assertThat(execOne(RemoteCommand.of(argv), SOON, said).exitCode()).isZero();
    assertThat(said.out(0).split("\0", -1)).startsWith(words.toArray(String[]::new));
  }

  @Test
  void givesInputAndItsEnd() {
    OutputCollector said = new OutputCollector();
    byte[] much = new byte[3_000_000];
    RemoteCommand count = RemoteCommand.of("wc", "-c").withInput(RemoteInput.bytes(much));
    assertThat(exec(count, said)).allMatch(HostResult::succeeded);
    assertThat(said.out(2).strip()).isEqualTo("3000000");
    assertThat(execOne(RemoteCommand.of("cat"), SOON, said).exitCode()).isZero();
    // A command that does not read its input is not waited for.
    assertThat(
            execOne(RemoteCommand.of("true").withInput(RemoteInput.bytes(much)), SOON, said)
                .exitCode())
        .isZero();
  }

  @Test
  void givesAnEnvironmentThatNobodySees() {
    OutputCollector said = new OutputCollector();
    Map<String, String> environment =
        Map.of("SECRET", "it's $x\n\n\"two\" lines\n", "EMPTY", "", "PLAIN", "word");
    RemoteCommand command =
        RemoteCommand.of(
                "sh",
                "-c",
                "printf '%s|%s|%s|' \"$SECRET\" \"$EMPTY\" \"$PLAIN\"; cat; tr '\\0' ' ' </proc/$$/cmdline; tr '\\0' ' ' </proc/$PPID/cmdline")
            .withEnvironment(environment)
            .withInput(RemoteInput.text("input"));
    assertThat(execOne(command, SOON, said).exitCode()).isZero();
    assertThat(said.out(0)).startsWith("it's $x\n\n\"two\" lines\n||word|input");
    assertThat(said.out(0).substring(20)).doesNotContain("two");
    assertThat(command.toString()).doesNotContain("two");
  }

  @Test
  void keepsBytesAsTheyAreAndDropsNone() {
    OutputCollector said = new OutputCollector(20_000_000);
    RemoteCommand much =
        RemoteCommand.of(
            "sh",
            "-c",
            "head -c 10000000 /dev/zero | tr '\\0' x; head -c 5000000 /dev/zero | tr '\\0' y >&2");
    assertThat(exec(much, said)).allMatch(HostResult::succeeded);
    for (int i = 0; i < 3; i++) {
      assertThat(said.out(i).length()).isEqualTo(10_000_000);
      assertThat(said.err(i).length()).isEqualTo(5_000_000);
    }
  }

  @Test
  void tellsOfProgramsThatAreNotThereAndOfSignals() {
    assertThat(execOne(RemoteCommand.of("no-such-program"), SOON, ExecListener.NONE).exitCode())
        .isEqualTo(127);
    assertThat(
            execOne(RemoteCommand.of("sh", "-c", "kill -9 $$"), SOON, ExecListener.NONE).exitCode())
        .isEqualTo(137);
  }

  @Test
  void endsACommandAtItsDeadline() {
    HostResult result =
        execOne(
            RemoteCommand.of("sh", "-c", "sleep 998 & sleep 999"),
            Duration.ofSeconds(1),
            ExecListener.NONE);
    assertThat(result.failure()).isNotNull();
    assertThat(result.failure().kind()).isEqualTo(HostFailure.Kind.TIMEOUT);
    assertThat(result.duration()).isLessThan(Duration.ofSeconds(100));
    awaitNothingRuns();
  }

  @Test
  void endsACommandThatDoesNotListen() {
    HostResult result =
        execOne(
            RemoteCommand.of("sh", "-c", "trap '' TERM; while :; do sleep 1; done"),
            Duration.ofSeconds(1),
            ExecListener.NONE);
    assertThat(result.failure().kind()).isEqualTo(HostFailure.Kind.TIMEOUT);
    awaitNothingRuns();
  }

  @Test
  void endsCommandsWhenTheCallerIsInterrupted() throws Exception {
    CountDownLatch running = new CountDownLatch(3);
    List<HostResult> results = new ArrayList<>();
    boolean[] left = new boolean[1];
    Thread caller =
        new Thread(
            () -> {
              results.addAll(
                  exec(
                      RemoteCommand.of("sh", "-c", "echo x; exec sleep 997"),
                      new ExecListener() {
                        @Override
                        public void output(
                            HostAddress host,
                            int position,
                            int command,
                            RemoteStream stream,
                            byte[] bytes) {
                          running.countDown();
                        }
                      }));
              left[0] = Thread.currentThread().isInterrupted();
            });
    caller.start();
    running.await();
    caller.interrupt();
    caller.join();
    assertThat(results)
        .extracting(result -> result.failure().kind())
        .containsOnly(HostFailure.Kind.CANCELLED)
        .hasSize(3);
    assertThat(left[0]).isTrue();
    awaitNothingRuns();
  }

  /** Who ends what runs there has a second of grace for it, and ends itself after that. */
  private static void awaitNothingRuns() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (hosts.all().stream().anyMatch(host -> !host.processes().isEmpty())
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    assertThat(hosts.all()).allSatisfy(host -> assertThat(host.processes()).isEmpty());
  }

  @Test
  void runsManyCommandsOverOneConnection() {
    OutputCollector said = new OutputCollector();
    List<RemoteCommand> commands = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      commands.add(RemoteCommand.of("sh", "-c", "echo " + i + " ${SSH_CONNECTION}"));
    }
    var results = fleet.batch(hosts.addresses(), commands, false, SOON, said);
    assertThat(results)
        .hasSize(3)
        .allMatch(result -> result.succeeded() && result.results().size() == 50);
    String connection = said.text(0, 0, RemoteStream.OUT).substring(2);
    assertThat(said.text(0, 49, RemoteStream.OUT)).isEqualTo("49 " + connection);
  }

  @Test
  void stopsABatchAtTheFirstFailureUnlessToldToGoOn() {
    List<RemoteCommand> commands =
        List.of(RemoteCommand.of("true"), RemoteCommand.of("false"), RemoteCommand.of("true"));
    assertThat(fleet.batch(hosts.addresses(), commands, false, SOON, ExecListener.NONE))
        .allMatch(result -> result.results().size() == 2);
    assertThat(fleet.batch(hosts.addresses(), commands, true, SOON, ExecListener.NONE))
        .allMatch(result -> result.results().size() == 3 && !result.succeeded());
  }

  @Test
  void givesATerminalToCommandsThatWantOne() {
    OutputCollector said = new OutputCollector();
    RemoteCommand command =
        RemoteCommand.of("sh", "-c", "tty; echo $TERM; stty size")
            .withTerminal(new RemoteCommand.Terminal("vt100", 132, 43));
    assertThat(execOne(command, SOON, said).exitCode()).isZero();
    assertThat(said.out(0)).contains("/dev/pts/").contains("vt100").contains("43 132");
  }

  @Test
  void worksOnSoManyHostsAtATimeAsItMay() {
    try (Fleet one = Fleets.open(hosts, FleetAccess.builder().parallel(1))) {
      OutputCollector said = new OutputCollector();
      RemoteCommand command = RemoteCommand.of("sh", "-c", "date +%s%N; sleep 0.3; date +%s%N");
      assertThat(one.exec(hosts.addresses(), command, SOON, said)).allMatch(HostResult::succeeded);
      List<Long> times = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        said.out(i).lines().map(Long::valueOf).forEach(times::add);
      }
      assertThat(times).hasSize(6).isSorted();
    }
  }

  @Test
  void tellsTheListenerOfEachEndOnce() {
    List<String> ends = Collections.synchronizedList(new ArrayList<>());
    exec(
        RemoteCommand.of("true"),
        new ExecListener() {
          @Override
          public void ended(int position, int command, HostResult result) {
            ends.add(position + " " + result.exitCode());
          }
        });
    assertThat(ends).containsExactlyInAnyOrder("0 0", "1 0", "2 0");
  }
}
