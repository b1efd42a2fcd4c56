package dev.muster.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HostFactsTest {

  private static final Instant ASKED = Instant.ofEpochSecond(1000, 900_000_000);
  private static final Instant ANSWERED = Instant.ofEpochSecond(1002);

  private static HostFacts parsed(String printed) {
    return HostFacts.parse(printed, ASKED, ANSWERED).orElseThrow();
  }

  @Test
  void readsWhatAProbePrints() {
    HostFacts facts = parsed("time 1001\nhostname a b\ncores 4\nmemory_kib 2048\njava \nend .\n");
    assertThat(facts.text("hostname")).isEqualTo("a b");
    assertThat(facts.number("cores")).isEqualTo(4);
    assertThat(facts.text("java")).isEmpty();
    assertThat(facts.number("java")).isZero();
    assertThat(facts.values()).doesNotContainKeys("end", "time");
  }

  @Test
  void refusesHalfAProbe() {
    assertThat(HostFacts.parse("time 1001\nhostname a\n", ASKED, ANSWERED)).isEmpty();
    assertThat(HostFacts.parse("", ASKED, ANSWERED)).isEmpty();
    assertThat(HostFacts.parse("Welcome!\nThis shell is for git only\n", ASKED, ANSWERED))
        .isEmpty();
  }

  @Test
  void keepsNoGarbage() {
    HostFacts facts =
        parsed("Name x\n../evil 1\nhome " + "x".repeat(501) + "\n\n \nuser ana\nend .\n");
    assertThat(facts.values()).containsOnlyKeys("user");
  }

  @Test
  void readsAHundredLinesAtMost() {
    assertThat(HostFacts.parse("x 1\n".repeat(200) + "end .\n", ASKED, ANSWERED)).isEmpty();
  }

  @Test
  void measuresTheSkewOfTheClock() {
    assertThat(parsed("time 1001\nend .\n").skew()).isEqualTo(Duration.ZERO);
    assertThat(parsed("time 1000\nend .\n").skew()).isEqualTo(Duration.ZERO);
    assertThat(parsed("time 4602\nend .\n").skew()).isEqualTo(Duration.ofHours(1));
    assertThat(parsed("time 940\nend .\n").skew()).isEqualTo(Duration.ofMinutes(-1));
    assertThat(parsed("time soon\nend .\n").skew()).isEqualTo(Duration.ZERO);
  }
}
