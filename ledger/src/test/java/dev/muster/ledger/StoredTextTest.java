package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "ünï😀",
        "a\0b",
        "\ud800",
        "\udc00\ud800",
        "\u0001",
        "\u0001\"x\"",
        "\n\t"
      })
  void everyTextComesBack(String text) {
    assertThat(StoredText.decode(StoredText.encode(text))).isEqualTo(text);
  }

  @Test
  void everyRandomTextComesBackAndIsStorable() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      char[] chars = new char[random.nextInt(6)];
      for (int c = 0; c < chars.length; c++) {
        chars[c] =
            (char) (random.nextBoolean() ? random.nextInt(4) : 0xd7fe + random.nextInt(0x810));
      }
      String text = new String(chars);
      String stored = StoredText.encode(text);
      assertThat(StoredText.decode(stored)).isEqualTo(text);
      assertThat(stored).doesNotContain("\0");
      assertThat(stored.codePoints().noneMatch(point -> point >= 0xd800 && point <= 0xdfff))
          .isTrue();
    }
  }

  @Test
  void ordinaryTextIsStoredAsItIs() {
    assertThat(StoredText.encode("data/ünï😀.csv")).isEqualTo("data/ünï😀.csv");
  }

  @Test
  void instantsKeepMicroseconds() {
    for (String text :
        new String[] {"2026-11-20T19:01:02.123456Z", "1969-12-31T23:59:59.999999Z"}) {
      Instant instant = Instant.parse(text);
      assertThat(Microseconds.instant(Microseconds.of(instant))).isEqualTo(instant);
      assertThat(Microseconds.instant(Microseconds.of(instant.plusNanos(999)))).isEqualTo(instant);
    }
  }
}
