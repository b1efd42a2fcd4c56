package dev.muster.engine.spark;

import dev.muster.protocol.spool.Frames;
import dev.muster.protocol.spool.Packet;
import dev.muster.protocol.spool.Segments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Follows the spool of a run folder, packet by packet, over the ends of its segments. */
final class SpoolReader {

  private static final int MOST = Packet.MAX_BYTES + Frames.HEADER;

  private final HeadFolder folder;
  private long segment;
  private long offset;

  SpoolReader(HeadFolder folder) {
    this(folder, 0);
  }

  /**
   * @param start where a segment begins
   */
  SpoolReader(HeadFolder folder, long start) {
    this.folder = folder;
    segment = start;
    offset = start;
  }

  /** Behind the last packet that was read. */
  long offset() {
    return offset;
  }

  /** The next packets; none when there are none yet. */
  List<Packet> poll() throws IOException {
    List<Packet> entries = read();
    if (entries.isEmpty() && offset > segment) {
      long before = segment;
      segment = offset;
      entries = read();
      if (entries.isEmpty()) {
        segment = before;
      }
    }
    return entries;
  }

  private List<Packet> read() throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(
            folder.read(Segments.FOLDER + "/" + Segments.name(segment), offset - segment, MOST));
    List<Packet> entries = new ArrayList<>();
    long start = offset;
    byte[] next = Frames.next(bytes);
    while (next != null) {
      entries.add(Packet.decode(next));
      offset = start + bytes.position();
      next = Frames.next(bytes);
    }
    return entries;
  }
}
