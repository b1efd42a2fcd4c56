package dev.muster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.model.chain.ElementKind;
import dev.muster.model.chain.ElementRecord;
import dev.muster.model.chain.ElementState;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ElementRecordTest {

  private static final Instant TIME = Instant.parse("2026-11-28T10:00:00Z");

  @Test
  void keepsWhenItWasFirstBegunAndForgetsItsEndWhenItIsTakenUp() {
    ElementRecord stopped =
        ElementRecord.pending(0, ElementKind.MAP, Path.of("/p"))
            .running(new RunId("a"), 2, TIME)
            .ended(ElementState.STOPPED, "stopped", TIME.plusSeconds(1));

    ElementRecord again = stopped.running(new RunId("b"), 0, TIME.plusSeconds(2));

    assertThat(again.started()).isEqualTo(TIME);
    assertThat(again.ended()).isNull();
    assertThat(again.reason()).isNull();
    assertThat(again.run()).isEqualTo(new RunId("b"));
  }

  @Test
  void whatIsDoneIsNotBegunAgain() {
    ElementRecord done =
        ElementRecord.pending(3, ElementKind.PIPELINE, Path.of("/p"))
            .running(new RunId("a"), 0, TIME)
            .ended(ElementState.COMPLETED, null, TIME);

    assertThatThrownBy(() -> done.running(new RunId("b"), 0, TIME))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("element 3 is COMPLETED and cannot become RUNNING");
  }
}
