package dev.muster.config.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class TextTest {

  @Example
  void readsTimeSpans() {
    assertThat(HumanDuration.parse("5m")).isEqualTo(Duration.ofMinutes(5));
    assertThat(HumanDuration.parse("90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(HumanDuration.parse("90")).isEqualTo(Duration.ofSeconds(90));
    assertThat(HumanDuration.parse("0.25")).isEqualTo(Duration.ofMillis(250));
    assertThat(HumanDuration.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(HumanDuration.parse(" 2d ")).isEqualTo(Duration.ofDays(2));
    for (String wrong :
        List.of("", " ", "m", "5 m", "-5", "1:30", "5M", "30m1h", "1e3", "99999999999999999999")) {
      assertThatThrownBy(() -> HumanDuration.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("90s, 5m or 1h30m");
    }
  }

  @Property
  void readsEveryTimeSpanThatItWrites(@ForAll @LongRange(min = 0, max = 1L << 50) long millis) {
    Duration duration = Duration.ofMillis(millis);
    assertThat(HumanDuration.parse(HumanDuration.write(duration))).isEqualTo(duration);
  }

  @Property
  void noTextBreaksTheReaders(@ForAll String text) {
    assertThat(refuses(() -> HumanDuration.parse(text))).isNotNull();
    assertThat(refuses(() -> ByteSize.parse(text))).isNotNull();
    assertThat(refuses(() -> Placeholders.of(text))).isNotNull();
    assertThat(Quoted.of(text).codePoints()).noneMatch(Character::isISOControl);
  }

  private static Boolean refuses(Runnable reading) {
    try {
      reading.run();
      return false;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  @Example
  void readsSizes() {
    assertThat(ByteSize.parse("2GiB")).isEqualTo(2L << 30);
    assertThat(ByteSize.parse("500MB")).isEqualTo(500_000_000L);
    assertThat(ByteSize.parse("512m")).isEqualTo(512L << 20);
    assertThat(ByteSize.parse("1.5g")).isEqualTo(3L << 29);
    assertThat(ByteSize.parse("1048576")).isEqualTo(1L << 20);
    for (String wrong : List.of("", "GiB", "-1", "2PB", "2 G B", "1,5g", "0x10")) {
      assertThatThrownBy(() -> ByteSize.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> ByteSize.parse("999999999999999tib"))
        .hasMessageContaining("more bytes than can be counted");
  }

  @Property
  void readsEverySizeThatItWrites(@ForAll @LongRange(min = 0, max = 999_999_999_999_999L) long n) {
    assertThat(ByteSize.parse(ByteSize.write(n))).isEqualTo(n);
  }

  @Example
  void readsPlaceholders() {
    assertThat(Placeholders.of("a{path}{params.x}{{b}}")).containsExactly("path", "params.x");
    assertThat(Placeholders.of("{{path}}")).isEmpty();
    assertThatThrownBy(() -> Placeholders.of("{path")).hasMessageContaining("is not closed");
    assertThatThrownBy(() -> Placeholders.of("path}")).hasMessageContaining("closes nothing");
  }

  @Example
  void suggestsWhatWasMeant() {
    List<String> keys = List.of("retries", "retry_on", "inputs", "timeout");
    assertThat(DidYouMean.nearest("retrise", keys)).contains("retries");
    assertThat(DidYouMean.nearest("input", keys)).contains("inputs");
    assertThat(DidYouMean.nearest("Retry-On", keys)).contains("retry_on");
    assertThat(DidYouMean.nearest("banana", keys)).isEmpty();
    assertThat(DidYouMean.nearest("", keys)).isEmpty();
    assertThat(DidYouMean.nearest("x".repeat(1_000_000), keys)).isEmpty();
  }

  @Property
  void distanceIsAMeasure(
      @ForAll @StringLength(max = 12) String a, @ForAll @StringLength(max = 12) String b) {
    int distance = DidYouMean.distance(a, b);
    assertThat(distance).isEqualTo(DidYouMean.distance(b, a));
    assertThat(distance == 0).isEqualTo(a.equals(b));
    assertThat(distance)
        .isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
  }

  @Example
  void aSwapIsOneChange() {
    assertThat(DidYouMean.distance("ab", "ba")).isEqualTo(1);
    assertThat(DidYouMean.distance("timeuot", "timeout")).isEqualTo(1);
    assertThat(DidYouMean.distance("kitten", "sitting")).isEqualTo(3);
  }
}
