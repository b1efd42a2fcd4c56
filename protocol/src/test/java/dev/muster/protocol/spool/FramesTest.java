package dev.muster.protocol.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FramesTest {

  @Property(tries = 200)
  void anyContentComesBack(@ForAll @Size(min = 1, max = 300) byte[] content) {
    ByteBuffer frame = Frames.encode(content);
    assertThat(Frames.next(frame)).isEqualTo(content);
    assertThat(frame.hasRemaining()).isFalse();
  }

  @Test
  void noByteMayBeMissingOrDiffer() {
    byte[] frame = Frames.encode(new byte[] {1, 2, 3, 4, 5}).array();
    for (int i = 0; i < frame.length; i++) {
      assertThat(Frames.next(ByteBuffer.wrap(Arrays.copyOf(frame, i)))).as("cut at " + i).isNull();
      byte[] other = frame.clone();
      other[i] ^= 1;
      assertThat(Frames.next(ByteBuffer.wrap(other))).as("changed at " + i).isNull();
    }
  }

  @Test
  void packetKeepsFieldsAndBytes() throws ProtocolException {
    Packet packet = Packet.of("part", "log").with("at", 5).with(new byte[] {0, -1, 10});
    Packet read = Packet.decode(packet.encode());
    assertThat(read.text("part")).isEqualTo("log");
    assertThat(read.number("at")).isEqualTo(5);
    assertThat(read.data()).containsExactly(0, -1, 10);
    assertThat(read.is("log")).isFalse();
  }

  @Test
  void whatIsNoPacketIsRefused() {
    assertThatThrownBy(() -> Packet.decode(new byte[3])).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> Packet.decode(new byte[] {0, 0, 0, 9, '{'}))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> Packet.decode(new byte[] {0, 0, 0, 1, '['}))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> Packet.of("a", -1).number("a")).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> Packet.of("a", 1L << 40).count("a"))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void segmentsAreNamedAfterTheirBegin() {
    assertThat(Segments.start(Segments.name(12_345))).hasValue(12_345);
    assertThat(Segments.name(9)).isLessThan(Segments.name(10));
    assertThat(Segments.start("0000000000000000009.seg.part")).isEmpty();
    assertThat(Segments.start("x")).isEmpty();
  }
}
