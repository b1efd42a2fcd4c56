package dev.muster.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class SessionGateTest {

  @Test
  void whoWaitsForATaskIsToldThatNoneWillCome() throws Exception {
    SessionGate gate = new SessionGate();
    CompletableFuture<Object> taken =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return gate.take() == null ? "none" : "a task";
              } catch (InterruptedException e) {
                return "interrupted";
              }
            });
    assertThat(taken).isNotDone();
    assertThat(gate.close()).isTrue();
    assertThat(taken.get(120, TimeUnit.SECONDS)).isEqualTo("none");
    assertThat(gate.take()).isNull();
  }
}
