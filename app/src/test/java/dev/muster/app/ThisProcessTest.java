package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Owner;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThisProcessTest {

  private final Owner self = ThisProcess.owner(Map.of());

  @Test
  void livesWhateverTheVariableHostnameSays() {
    assertThat(ThisProcess.owner(Map.of("HOSTNAME", "another"))).isEqualTo(self);
    assertThat(ThisProcess.gone(self, self)).isFalse();
  }

  @Test
  void aReusedProcessNumberIsAnother() {
    Owner before = new Owner(self.host(), self.boot(), self.pid(), self.started() - 1);
    assertThat(ThisProcess.gone(before, self)).isTrue();
  }

  @Test
  void aProcessOfAnotherBootMayLiveOnAMachineOfTheSameName() {
    Owner before = new Owner(self.host(), "another pid:[1]", self.pid(), self.started());
    assertThat(ThisProcess.gone(before, self)).isFalse();
  }

  @Test
  void aProcessOfAnotherContainerMayLive() {
    String boot = self.boot().split(" ", 2)[0];
    Owner elsewhere = new Owner(self.host(), boot + " pid:[1]", 999_999_999, 1);
    assertThat(ThisProcess.gone(elsewhere, self)).isFalse();
    Owner otherHost = new Owner("other" + self.host(), "b", 1, 1);
    assertThat(ThisProcess.gone(otherHost, self)).isFalse();
  }
}
