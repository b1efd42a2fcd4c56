package dev.muster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DigestTest {

  /** What another program can work out: SHA-256 of each part behind its length in four bytes. */
  @Test
  void isSha256OfThePartsBehindTheirLengths() {
    byte[] framed =
        ByteBuffer.allocate(4 + 3 + 4 + 4)
            .putInt(3)
            .put("é1".getBytes(StandardCharsets.UTF_8))
            .putInt(0)
            .putInt(0)
            .array();
    assertThat(Digest.of("é1", "", "")).isEqualTo(Digest.ofBytes(Digest.sha256().digest(framed)));
    assertThat(Digest.of()).hasToString("e3b0c44298fc1c149afbf4c8996fb924");
  }

  @Test
  void whereAPartEndsMatters() {
    assertThat(Digest.of("ab", "c")).isNotEqualTo(Digest.of("a", "bc"));
    assertThat(Digest.of("a", "")).isNotEqualTo(Digest.of("a"));
  }

  @Property
  void isReadAsItIsWritten(@ForAll long high, @ForAll long low) {
    Digest digest = new Digest(high, low);
    assertThat(Digest.parse(digest.toString())).isEqualTo(digest);
    assertThat(Digest.ofBytes(digest.bytes())).isEqualTo(digest);
    assertThat(digest.bytes()).hasSize(Digest.BYTES);
  }

  @Property
  void isOrderedAsItsTextIs(@ForAll long a, @ForAll long b, @ForAll long c, @ForAll long d) {
    Digest one = new Digest(a, b);
    Digest other = new Digest(c, d);
    assertThat(Integer.signum(one.compareTo(other)))
        .isEqualTo(Integer.signum(one.toString().compareTo(other.toString())));
    assertThat(one.compareTo(new Digest(a, b))).isZero();
  }

  @Test
  void refusesAnotherLength() {
    assertThatThrownBy(() -> Digest.parse("00"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 hexadecimal digits");
  }
}
