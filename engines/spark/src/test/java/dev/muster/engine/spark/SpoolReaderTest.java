package dev.muster.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.spool.Frames;
import dev.muster.protocol.spool.Packet;
import dev.muster.protocol.spool.Segments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolReaderTest {

  @TempDir Path temp;
  private LocalHead head;
  private SpoolReader reader;

  @BeforeEach
  void open() throws IOException {
    head = new LocalHead(temp.resolve("run"));
    reader = new SpoolReader(head);
    Files.createDirectory(temp.resolve("run/spool"));
  }

  private void append(long segment, byte[] bytes) throws IOException {
    Files.write(
        temp.resolve("run/spool").resolve(Segments.name(segment)),
        bytes,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static byte[] frame(int number) {
    return Frames.encode(Packet.of("n", number).encode()).array();
  }

  @Test
  void followsOverTheEndsOfSegments() throws IOException {
    assertThat(reader.poll()).isEmpty();
    append(0, frame(1));
    assertThat(reader.poll()).singleElement().satisfies(p -> assertThat(p.count("n")).isEqualTo(1));
    long end = reader.offset();
    assertThat(reader.poll()).isEmpty();
    append(0, frame(2));
    assertThat(reader.poll()).hasSize(1);
    append(end * 2, frame(3));
    append(end * 2, frame(4));
    assertThat(reader.poll()).hasSize(2);
    append(end * 4, frame(5));
    assertThat(reader.poll()).hasSize(1);
    assertThat(reader.poll()).isEmpty();
  }

  @Test
  void waitsForTheRestOfARecord() throws IOException {
    byte[] frame = frame(1);
    append(0, Arrays.copyOf(frame, 9));
    assertThat(reader.poll()).isEmpty();
    append(0, Arrays.copyOfRange(frame, 9, frame.length));
    assertThat(reader.poll()).hasSize(1);
  }

  @Test
  void goesOnBehindARecordThatACrashCutOff() throws IOException {
    append(0, frame(1));
    long end = frame(1).length;
    append(0, new byte[] {0, 0, 0, 50, 1, 2});
    assertThat(reader.poll()).hasSize(1);
    append(end, frame(2));
    assertThat(reader.poll()).singleElement().satisfies(p -> assertThat(p.count("n")).isEqualTo(2));
  }

  @Test
  void runFolderIsForItsOwnerAlone() throws IOException {
    head.put("in/0.json", new byte[] {1, 2, 3});
    Path file = temp.resolve("run/in/0.json");
    assertThat(Files.getPosixFilePermissions(file).toString()).doesNotContain("GROUP", "OTHERS");
    assertThat(Files.getPosixFilePermissions(temp.resolve("run")).toString())
        .doesNotContain("GROUP", "OTHERS");
    assertThat(head.read("in/0.json", 1, 10)).containsExactly(2, 3);
    assertThat(head.read("in/0.json", 7, 10)).isEmpty();
    assertThat(head.read("in/9.json", 0, 10)).isEmpty();
    assertThatThrownBy(() -> head.put("../x", new byte[0])).isInstanceOf(ProtocolException.class);
    head.remove();
    assertThat(temp.resolve("run")).doesNotExist();
    head.remove();
  }
}
