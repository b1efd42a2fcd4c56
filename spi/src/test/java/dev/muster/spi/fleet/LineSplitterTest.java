package dev.muster.spi.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.HostAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

  private final HostAddress host = HostAddress.of("h");
  private final List<String> lines = new ArrayList<>();
  private final LineSplitter splitter =
      new LineSplitter((from, position, command, stream, line) -> lines.add(stream + " " + line));

  @Test
  void joinsWhatCameInPieces() {
    byte[] text = "eins é\n\nzwei\r\nrest".getBytes(StandardCharsets.UTF_8);
    for (byte one : text) {
      splitter.output(host, 0, 0, RemoteStream.OUT, new byte[] {one});
    }
    splitter.output(host, 0, 0, RemoteStream.ERR, new byte[] {'e', '\n'});
    splitter.ended(0, 0, new HostResult(host, 0, null, Duration.ZERO));
    assertThat(lines).containsExactly("OUT eins é", "OUT ", "OUT zwei\r", "ERR e", "OUT rest");
  }

  @Test
  void cutsLinesThatNeverEnd() {
    for (int i = 0; i < 3; i++) {
      splitter.output(host, 0, 0, RemoteStream.OUT, new byte[LineSplitter.LONGEST / 2 + 1]);
    }
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).length()).isEqualTo("OUT ".length() + LineSplitter.LONGEST);
  }
}
