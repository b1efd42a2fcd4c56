package dev.muster.spark;

import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.spool.Packet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The driver's side of one connection of an executor. Numbered packets are kept and acknowledged;
 * the others are questions.
 */
final class Session {

  /** Of a file in one answer. */
  static final int PART_BYTES = 1 << 20;

  private static final String FILES = "bundle|inputs/[0-9]{1,9}";

  private final SealedChannel channel;
  private final ResultServer server;
  private long begun;

  Session(SealedChannel channel, ResultServer server) {
    this.channel = channel;
    this.server = server;
  }

  /** Answers until the executor closes. */
  void serve() throws IOException, InterruptedException {
    Packet packet = channel.receive();
    while (packet != null) {
      answer(packet);
      packet = channel.receive();
    }
  }

  private void answer(Packet packet) throws IOException, InterruptedException {
    if (packet.is("begin")) {
      begin(packet);
    } else if (packet.is("ended")) {
      ended(packet);
    } else if (packet.is("part") || packet.is("stored")) {
      part(packet);
    } else if (packet.is("worker") || packet.is("fatal")) {
      long seq = packet.number("seq");
      server.spool().append(packet, () -> acknowledge(seq));
    } else if (packet.is("number")) {
      channel.send(Packet.of("number", server.nextWorker()));
    } else if (packet.is("place")) {
      channel.send(server.places().next(Instant.now()));
    } else if (packet.is("job")) {
      channel.send(server.job());
    } else if (packet.is("file")) {
      channel.send(file(packet.text("file"), packet.number("at")));
    } else {
      throw new ProtocolException("an unknown packet: " + packet);
    }
  }

  private static TaskKey key(Packet packet, String kind) throws ProtocolException {
    return new TaskKey(packet.count(kind), packet.count("attempt"));
  }

  private void begin(Packet packet) throws IOException, InterruptedException {
    TaskKey key = key(packet, "begin");
    boolean go = server.book().begin(key, this);
    if (go) {
      begun = System.nanoTime();
      server.meter().begin();
      server
          .spool()
          .append(
              Packet.of("started", key.task)
                  .with("attempt", key.attempt)
                  .with("worker", packet.number("worker")),
              null);
    }
    channel.send(Packet.of("go", go));
  }

  private void ended(Packet packet) throws IOException, InterruptedException {
    TaskKey key = key(packet, "ended");
    long seq = packet.number("seq");
    if (server.book().end(key)) {
      server.meter().add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun));
      server.spool().append(packet, () -> acknowledge(seq));
    } else {
      server.spool().whenDurable(() -> acknowledge(seq));
    }
  }

  private void part(Packet packet) throws IOException, InterruptedException {
    long seq = packet.number("seq");
    if (server.book().hasEnded(key(packet, "task"))) {
      acknowledge(seq);
    } else {
      server.spool().append(packet, () -> acknowledge(seq));
    }
  }

  private Packet file(String name, long at) throws IOException {
    if (!name.matches(FILES)) {
      throw new ProtocolException("no such file: " + name);
    }
    try (FileChannel file =
        FileChannel.open(server.folder().resolve(name), StandardOpenOption.READ)) {
      ByteBuffer part =
          ByteBuffer.allocate((int) Math.max(0, Math.min(PART_BYTES, file.size() - at)));
      file.position(at);
      while (part.hasRemaining() && file.read(part) >= 0) {
        // until it is full
      }
      return Packet.of("file", name).with("size", file.size()).with(part.array());
    } catch (NoSuchFileException e) {
      return Packet.of("missing", name);
    }
  }

  private void acknowledge(long seq) {
    tell(Packet.of("ack", seq));
  }

  /** Says that the driver lives. */
  void tick() {
    tell(Packet.of("tick", true));
  }

  /** Asks for the end of an attempt. */
  void end(TaskKey key, String reason, long graceMillis) {
    tell(
        Packet.of("end", key.task)
            .with("attempt", key.attempt)
            .with("reason", reason)
            .with("grace", graceMillis));
  }

  private void tell(Packet packet) {
    try {
      channel.send(packet);
    } catch (IOException e) {
      channel.close(); // it comes again, and sends again what was not acknowledged
    }
  }
}
