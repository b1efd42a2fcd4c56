package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.FailureKind;
import dev.muster.protocol.RunProcesses;
import dev.muster.spi.engine.Attempt;
import dev.muster.spi.engine.EngineRun;
import dev.muster.spi.engine.WorkerStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts that somebody ends: timeouts, memory, revoking, stopping. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndIT {

  private static final String SLEEPER =
      """
      import time, signal, os, subprocess
      def main(file):
          if file == 'deaf':
              signal.signal(signal.SIGTERM, signal.SIG_IGN)
          if file == 'tree':
              subprocess.Popen(['sleep', '1000'], start_new_session=True)
          if file == 'clean':
              def leave(*_): raise SystemExit(0)
              signal.signal(signal.SIGTERM, leave)
          if file != 'quick':
              print('asleep')
              time.sleep(1000)
          return {}
      """;

  @TempDir Path temp;
  Workshop shop;

  @BeforeEach
  void open() {
    shop = new Workshop(temp);
  }

  @Test
  void workersWithoutATaskEndWithTheRun() throws Exception {
    shop.slots = 3;
    shop.main("import time\ntime.sleep(0.2)\n" + SLEEPER);
    EngineRun run = shop.start(List.of());
    run.await();
    assertThat(shop.workers).isEmpty();
    assertThat(RunProcesses.ofRun(shop.run.value()).end()).as("left over").isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang", "deaf", "tree", "clean"})
  void endsAFunctionThatRunsTooLong(String how) throws Exception {
    shop.timeout = Duration.ofMillis(500);
    shop.main(SLEEPER);
    assertTimedOut(shop.run(how, "quick"));
    assertThat(shop.log(0)).contains("asleep");
    assertThat(shop.workers).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sleep 1000",
        "trap '' TERM; sleep 1000 & wait; while :; do sleep 1; done",
        "trap 'exit 0' TERM; sleep 1000 & wait",
        "setsid sleep 1000; true",
      })
  void endsACommandThatRunsTooLongAndKeepsTheWorker(String script) throws Exception {
    shop.timeout = Duration.ofMillis(500);
    shop.shell("test $1 = quick && exit 0; " + script);
    assertTimedOut(shop.run("slow", "quick"));
    assertThat(shop.workers).hasSize(1);
  }

  private void assertTimedOut(Attempt attempt) {
    assertThat(attempt.failure().kind()).isEqualTo(FailureKind.TIMEOUT);
    assertThat(attempt.failure().message()).isEqualTo("ran longer than 500ms");
    assertThat(Duration.between(attempt.started(), attempt.ended()))
        .isBetween(Duration.ofMillis(450), Duration.ofMinutes(2));
    assertThat(shop.json(1)).isEqualTo("{}");
    assertThat(new LocalEngine().sweep(shop.run)).isZero();
  }

  @Test
  void endsAFunctionThatUsesTooMuchMemory() throws Exception {
    shop.memoryLimit = 200L << 20;
    shop.main(
        """
        import time
        def main(file):
            kept = []
            while file == 'leak':
                kept.append(bytearray(b'x' * (10 << 20)))
                time.sleep(0.01)
            return {}
        """);
    assertMemory(shop.run("leak", "good"));
  }

  @Test
  void countsTheMemoryOfTheWholeGroup() throws Exception {
    shop.memoryLimit = 200L << 20;
    shop.shell(
        "test $1 = good && exit 0; for i in 1 2 3; do python3 -c"
            + " 'import time; x = bytearray(b\"x\" * (90 << 20)); time.sleep(1000)' & done; wait");
    assertMemory(shop.run("leak", "good"));
  }

  private void assertMemory(Attempt attempt) {
    assertThat(attempt.failure().kind()).isEqualTo(FailureKind.MEMORY);
    assertThat(attempt.failure().message())
        .matches("its processes used .* MiB of memory, memory_limit is 200 MiB");
    assertThat(shop.json(1)).isEqualTo("{}");
    assertThat(new LocalEngine().sweep(shop.run)).isZero();
  }

  @Test
  void revokesARunningTaskAndGoesOn() throws Exception {
    for (boolean commands : List.of(false, true)) {
      shop = new Workshop(temp.resolve("commands-" + commands));
      shop.slots = 2;
      if (commands) {
        shop.shell("test $1 = quick || sleep 1000");
      } else {
        shop.main(SLEEPER);
      }
      EngineRun run = shop.start(shop.tasks("hang", "hang", "quick"));
      shop.awaitStarted(2);
      run.revoke(99);
      run.revoke(1);
      shop.awaitStarted(3);
      Workshop.await("the third task", () -> shop.attempts.containsKey(2));
      assertThat(shop.attempts.get(1).failure().kind()).isEqualTo(FailureKind.REVOKED);
      assertThat(shop.attempts).doesNotContainKey(0);
      run.revoke(0);
      run.await();
      assertThat(shop.attempts.get(0).failure().kind()).isEqualTo(FailureKind.REVOKED);
      assertThat(shop.json(2)).isEqualTo("{}");
    }
  }

  @Test
  void stopsAllAndLeavesNothing() throws Exception {
    for (boolean commands : List.of(false, true)) {
      shop = new Workshop(temp.resolve("commands-" + commands));
      shop.slots = 2;
      if (commands) {
        shop.shell("trap '' TERM; while :; do sleep 1; done");
      } else {
        shop.main(SLEEPER);
      }
      EngineRun run = shop.start(shop.tasks("deaf", "hang", "never"));
      shop.awaitStarted(2);
      run.stop(Duration.ofMillis(300));
      run.await();
      assertThat(shop.attempts).hasSize(2);
      assertThat(shop.attempts.values())
          .allSatisfy(a -> assertThat(a.failure().kind()).isEqualTo(FailureKind.STOPPED));
      assertThat(new LocalEngine().sweep(shop.run)).isZero();
    }
  }

  @Test
  void stopsSlotsThatWaitForATask() throws Exception {
    shop.main(SLEEPER);
    EngineRun run =
        new LocalEngine()
            .start(
                shop.job(),
                () -> {
                  new java.util.concurrent.CountDownLatch(1).await();
                  return null;
                },
                null);
    run.stop(Duration.ZERO);
    run.await();
    assertThat(run.workers()).isEmpty();
  }

  @Test
  void stopsAWorkerThatHangsInItsImport() throws Exception {
    shop.main("import time\ntime.sleep(1000)\n");
    EngineRun run = shop.start(shop.tasks("a"));
    run.stop(Duration.ofMillis(100));
    run.await();
    assertThat(shop.attempts).isEmpty();
    assertThat(new LocalEngine().sweep(shop.run)).isZero();
  }

  @Test
  void tellsWhatWorkersDo() throws Exception {
    shop.main(SLEEPER);
    EngineRun run = shop.start(shop.tasks("hang"));
    shop.awaitStarted(1);
    Workshop.await("busy", () -> run.workers().get(0).ordinal() != null);
    WorkerStatus status = run.workers().get(0);
    assertThat(status.ordinal()).isZero();
    assertThat(status.rss()).isGreaterThan(5L << 20);
    assertThat(status.worker().number()).isEqualTo(1);
    assertThat(status.worker().node()).isNotEmpty();
    run.stop(Duration.ZERO);
    run.await();
    assertThat(run.workers()).isEmpty();
  }
}
