package dev.muster.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.run.RunControl.Stop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunControlTest {

  private final RunControl control = new RunControl();
  private final List<Stop> heard = new ArrayList<>();

  @Test
  void drainsFirstAndStopsNowThen() {
    control.onStop(heard::add);
    assertThat(control.unheard()).isFalse();
    assertThat(control.requestStop()).isEqualTo(Stop.DRAIN);
    assertThat(control.requestStop()).isEqualTo(Stop.NOW);
    assertThat(heard).containsExactly(Stop.DRAIN, Stop.NOW);
  }

  @Test
  void tellsWhoListensLateWhatWasAsked() {
    control.requestStop();
    control.onStop(heard::add);
    assertThat(heard).containsExactly(Stop.DRAIN);
  }

  @Test
  void nobodyHearsBeforeARun() {
    assertThat(control.unheard()).isTrue();
  }

  @Test
  void theSecondRequestDoesNotWaitForResultsToBeWritten() {
    control.onStop(heard::add);
    control.writingResults();
    assertThat(control.unheard()).as("the first one lets them be written").isFalse();
    control.requestStop();
    assertThat(control.unheard()).isTrue();
  }
}
