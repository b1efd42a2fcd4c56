package dev.muster.reports.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "0,0 µs",
    "999,999 µs",
    "1000,1 ms",
    "1250,1.25 ms",
    "81300,81.3 ms",
    "999960,1 s",
    "3479771,3.48 s",
    "59999999,1 m 00 s",
    "245000000,4 m 05 s",
    "3599600000,1 h 00 m",
    "7380000000,2 h 03 m",
    "93600000000,1 d 02 h"
  })
  void writesWhatPeopleRead(long micros, String text) {
    assertThat(Durations.text(micros)).isEqualTo(text);
    assertThat(Durations.text(Duration.ofNanos(micros * 1_000))).isEqualTo(text);
  }

  @Property
  void isShort(@ForAll @LongRange(min = 0, max = 90_000_000_000_000L) long micros) {
    assertThat(Durations.text(micros)).hasSizeLessThanOrEqualTo(12);
  }

  @Test
  void writesTimesWithSixDecimals() {
    assertThat(Times.epochSeconds(Instant.ofEpochSecond(5, 42_000))).isEqualTo("5.000042");
    assertThat(Times.micros(Instant.ofEpochSecond(5, 42_999))).isEqualTo(5_000_042);
  }

  @Test
  void showsControlCharacters() {
    assertThat(Visible.line("a\u001b[2Jb\n\u007f\u202e\u2028")).isEqualTo("a^[[2Jb↵^?\ufffd↵");
    assertThat(Visible.lines("a\tb\r\nc\rd")).isEqualTo("a\tb\nc^Md");
    assertThat(Visible.line("😀 é")).isEqualTo("😀 é");
  }
}
