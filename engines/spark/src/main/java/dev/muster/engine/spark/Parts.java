package dev.muster.engine.spark;

import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.spool.Bundle;
import dev.muster.protocol.spool.Packet;
import dev.muster.spi.engine.EngineJob;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Logs and large results that come in parts: written to where local workers would write them. */
final class Parts {

  private final Path results;
  private final Path spool;
  private final long most;

  Parts(EngineJob job) {
    results = job.results().toAbsolutePath().normalize();
    spool = job.spool().toAbsolutePath().normalize();
    most = Math.max(job.limits().maxResult(), job.limits().logBytes() + (1 << 16));
  }

  /**
   * The file of a large result, whose folder is there.
   *
   * @throws ProtocolException when its name leads elsewhere
   */
  Path result(String name) throws IOException {
    if (!name.matches("[A-Za-z0-9._-]+\\.json")) {
      throw new ProtocolException("an executor names a file " + name);
    }
    Files.createDirectories(spool);
    return Bundle.below(spool, name);
  }

  /**
   * Writes a part.
   *
   * @throws ProtocolException when its name leads elsewhere
   */
  void write(Packet packet) throws IOException {
    String name = packet.text("name");
    Path file;
    if (packet.text("part").equals("log") && name.startsWith("logs/")) {
      file = Bundle.below(results, name);
    } else {
      file = result(name);
    }
    long position = packet.number("at");
    if (position + packet.data().length > most) {
      throw new ProtocolException("an executor sends more than " + most + " bytes of " + name);
    }
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (position == 0) {
        channel.truncate(0);
      }
      ByteBuffer data = ByteBuffer.wrap(packet.data());
      channel.position(position);
      while (data.hasRemaining()) {
        channel.write(data);
      }
    }
  }
}
