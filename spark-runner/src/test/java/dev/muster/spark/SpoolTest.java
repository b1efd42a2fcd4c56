package dev.muster.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.spool.Frames;
import dev.muster.protocol.spool.Packet;
import dev.muster.protocol.spool.Segments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SpoolTest {

  private static final long ROOM = 1 << 20;

  @TempDir Path folder;
  private final List<Packet> earlier = new ArrayList<>();

  private Spool open(long limit, long segment, long read) throws IOException {
    return new Spool(
        folder,
        limit,
        segment,
        read,
        earlier::add,
        e -> {
          throw new AssertionError(e);
        });
  }

  private static Packet packet(int number) {
    return Packet.of("ended", number).with("attempt", 1).with(new byte[100]);
  }

  private List<Integer> numbers() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().collect(Collectors.toList())) {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        byte[] next = Frames.next(bytes);
        while (next != null) {
          numbers.add(Packet.decode(next).count("ended"));
          next = Frames.next(bytes);
        }
      }
    }
    return numbers;
  }

  @Test
  void keepsPacketsInOrderOverSegments() throws Exception {
    CountDownLatch durable = new CountDownLatch(10);
    try (Spool spool = open(ROOM, 300, 0)) {
      for (int i = 0; i < 10; i++) {
        spool.append(packet(i), durable::countDown);
      }
      assertThat(durable.await(120, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(numbers()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSizeGreaterThan(2);
    }
  }

  @Test
  void nothingIsAcknowledgedBeforeItIsOnTheDisk() throws Exception {
    CountDownLatch durable = new CountDownLatch(1);
    try (Spool spool = open(ROOM, ROOM, 0)) {
      spool.append(packet(1), null);
      spool.whenDurable(durable::countDown);
      assertThat(durable.await(120, TimeUnit.SECONDS)).isTrue();
      assertThat(numbers()).containsExactly(1);
    }
  }

  @Test
  void cutsOffWhatACrashLeftUnfinishedAndGoesOnBehind() throws Exception {
    try (Spool spool = open(ROOM, ROOM, 0)) {
      spool.append(packet(1), null);
      spool.append(packet(2), null);
    }
    Path segment = folder.resolve(Segments.name(0));
    byte[] whole = Files.readAllBytes(segment);
    byte[] torn = Frames.encode(packet(3).encode()).array();
    Files.write(segment, java.util.Arrays.copyOf(torn, torn.length - 7), StandardOpenOption.APPEND);
    try (Spool spool = open(ROOM, ROOM, 0)) {
      assertThat(spool.end()).isEqualTo(whole.length);
      spool.append(packet(4), null);
    }
    assertThat(earlier).hasSize(2);
    assertThat(numbers()).containsExactly(1, 2, 4);
    assertThat(folder.resolve(Segments.name(whole.length))).exists();
  }

  @Test
  void recordOfZerosIsNone() throws Exception {
    try (Spool spool = open(ROOM, ROOM, 0)) {
      spool.append(packet(1), null);
    }
    Files.write(folder.resolve(Segments.name(0)), new byte[512], StandardOpenOption.APPEND);
    try (Spool spool = open(ROOM, ROOM, 0)) {
      spool.append(packet(2), null);
    }
    assertThat(numbers()).containsExactly(1, 2);
  }

  @Test
  void beginsBehindWhatMusterHasReadEvenWhenTheDiskLostIt() throws Exception {
    try (Spool spool = open(ROOM, ROOM, 5_000)) {
      assertThat(spool.end()).isEqualTo(5_000);
      assertThat(folder.resolve(Segments.name(5_000))).exists();
    }
  }

  @Test
  void whoAppendsWaitsWhileItIsFullAndGoesOnWhenItIsTrimmed() throws Exception {
    try (Spool spool = open(300, 100, 0)) {
      CountDownLatch all = new CountDownLatch(1);
      Thread writer =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 20; i++) {
                    spool.append(packet(i), null);
                  }
                  all.countDown();
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      writer.start();
      assertThat(all.await(300, TimeUnit.MILLISECONDS)).as("it is full").isFalse();
      assertThat(spool.end()).isLessThan(600);
      while (!all.await(5, TimeUnit.MILLISECONDS)) {
        spool.trim(spool.end());
      }
      try (var files = Files.list(folder)) {
        assertThat(files).as("what was trimmed is gone").hasSizeLessThan(8);
      }
    }
  }

  @Test
  void driverCanAlwaysNoteItsOwn() throws Exception {
    try (Spool spool = open(100, ROOM, 0)) {
      spool.append(packet(1), null);
      spool.note(packet(2));
    }
    assertThat(numbers()).containsExactly(1, 2);
  }
}
