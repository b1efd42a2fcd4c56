package dev.muster.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

/** What Python 3.11's logging printed for the same formats. */
class PythonFormatTest {

  private static final ZonedDateTime TIME =
      ZonedDateTime.of(2026, 3, 5, 14, 7, 9, 45_000_000, ZoneOffset.UTC);

  @Test
  void multimnosUsualFormat() {
    assertThat(write("%(asctime)s %(levelname)-8s [%(name)s] %(message)s", "%Y-%m-%d %H:%M:%S"))
        .isEqualTo("2026-03-05 14:07:09 WARNING  [muster] one two");
  }

  @Test
  void withoutDateFormatPythonsOwn() {
    assertThat(write("%(asctime)s|%(message)s", "")).isEqualTo("2026-03-05 14:07:09,045|one two");
  }

  @Test
  void widthsPrecisionsAndPercentSigns() {
    assertThat(write("%(levelname)10s|%(levelname).4s|100%%|%(levelno)d", ""))
        .isEqualTo("   WARNING|WARN|100%|30");
  }

  @Test
  void whatIsUnknownStays() {
    assertThat(write("%(taskName)s %(message)s", "")).isEqualTo("%(taskName)s one two");
    assertThat(PythonTime.write("%Q %y%m%d %j %%", TIME)).isEqualTo("%Q 260305 064 %");
  }

  private static String write(String format, String dates) {
    return new PythonFormat(format, dates).write(LogLevel.WARNING, "one two", TIME);
  }
}
