package dev.muster.spark;

import dev.muster.protocol.spool.Frames;
import dev.muster.protocol.spool.Packet;
import dev.muster.protocol.spool.Segments;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file that keeps results until Muster has them: appended, synced for all that wait at once,
 * and bounded, so that who appends waits while Muster is away. Offsets count from the first byte
 * ever written.
 */
final class Spool implements Closeable {

  /** A segment is closed when it is longer. */
  static final long SEGMENT_BYTES = 8L << 20;

  private final Path folder;
  private final long limit;
  private final long segmentBytes;
  private final Consumer<IOException> broken;
  private final TreeMap<Long, Path> segments = new TreeMap<>();
  private List<Runnable> waiting = new ArrayList<>();
  private @Nullable FileChannel channel;
  private long segmentStart;
  private long end;
  private long trimmed;
  private boolean dirty;
  private boolean closed;
  private final Thread syncer;

  /**
   * Opens a spool behind what an earlier driver has left in it.
   *
   * @param limit bytes that may wait for Muster; the last record may exceed it
   * @param atLeast the offset that Muster has read up to
   * @param earlier hears each whole packet that is there
   * @param broken hears that nothing can be kept any more
   */
  Spool(
      Path folder,
      long limit,
      long segmentBytes,
      long atLeast,
      Consumer<Packet> earlier,
      Consumer<IOException> broken)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.limit = limit;
    this.segmentBytes = segmentBytes;
    this.broken = broken;
    end = Math.max(atLeast, recover(earlier));
    trimmed = segments.isEmpty() ? end : segments.firstKey();
    begin();
    syncer = new Thread(this::sync, "muster-spool");
    syncer.setDaemon(true);
    syncer.start();
  }

  /** Reads what is there and cuts off a record that a crash has left unfinished. */
  private long recover(Consumer<Packet> earlier) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Segments.start(String.valueOf(file.getFileName()))
            .ifPresent(start -> segments.put(start, file));
      }
    }
    long last = 0;
    for (var segment : segments.entrySet()) {
      ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(segment.getValue()));
      byte[] next = Frames.next(content);
      while (next != null) {
        earlier.accept(Packet.decode(next));
        next = Frames.next(content);
      }
      if (content.hasRemaining()) {
        try (FileChannel torn = FileChannel.open(segment.getValue(), StandardOpenOption.WRITE)) {
          torn.truncate(content.position());
          torn.force(true);
        }
      }
      last = segment.getKey() + content.position();
    }
    return last;
  }

  private void begin() throws IOException {
    FileChannel full = channel;
    if (full != null) {
      full.force(false);
      full.close();
    }
    segmentStart = end;
    Path file = folder.resolve(Segments.name(end));
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    segments.put(end, file);
    try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
      entry.force(true);
    }
  }

  /**
   * Appends a packet; waits while the spool is full.
   *
   * @param durable called, from another thread, when the packet is on the disk; null when nobody
   *     wants to know
   */
  synchronized void append(Packet packet, @Nullable Runnable durable)
      throws IOException, InterruptedException {
    while (end - trimmed >= limit && !closed) {
      wait();
    }
    write(packet, durable);
  }

  /** Appends a small packet of the driver itself, for which there is always room. */
  synchronized void note(Packet packet) throws IOException {
    write(packet, null);
  }

  private void write(Packet packet, @Nullable Runnable durable) throws IOException {
    FileChannel open = channel;
    if (closed || open == null) {
      throw new IOException("the spool is closed");
    }
    if (end - segmentStart >= segmentBytes) {
      begin();
      open = channel;
    }
    ByteBuffer frame = Frames.encode(packet.encode());
    int size = frame.remaining();
    try {
      while (frame.hasRemaining() && open != null) {
        open.write(frame);
      }
    } catch (IOException e) {
      closed = true;
      broken.accept(e);
      throw e;
    }
    end += size;
    if (durable != null) {
      waiting.add(durable);
      dirty = true;
      notifyAll();
    }
  }

  /** Calls back when all that was appended so far is on the disk. */
  synchronized void whenDurable(Runnable durable) {
    waiting.add(durable);
    dirty = true;
    notifyAll();
  }

  /** Muster has kept what comes before an offset. */
  synchronized void trim(long offset) throws IOException {
    long known = Math.min(offset, end);
    while (segments.size() > 1 && segments.higherKey(segments.firstKey()) <= known) {
      Files.deleteIfExists(segments.pollFirstEntry().getValue());
    }
    trimmed = Math.max(trimmed, known);
    notifyAll();
  }

  /** Where the next record will begin. */
  synchronized long end() {
    return end;
  }

  private void sync() {
    List<Runnable> kept = new ArrayList<>();
    try {
      while (true) {
        FileChannel open;
        synchronized (this) {
          while (!dirty && !closed) {
            wait();
          }
          open = channel;
          if (!dirty || open == null) {
            return;
          }
          dirty = false;
          kept = waiting;
          waiting = new ArrayList<>();
        }
        force(open);
        kept.forEach(Runnable::run);
      }
    } catch (IOException e) {
      broken.accept(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A segment that was closed meanwhile was synced when it was. */
  private void force(FileChannel open) throws IOException {
    try {
      open.force(false);
    } catch (java.nio.channels.ClosedChannelException e) {
      return;
    }
  }

  /** Syncs what is there and ends. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = Thread.interrupted();
    try {
      syncer.join(60_000);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    synchronized (this) {
      FileChannel open = channel;
      channel = null;
      if (open != null) {
        open.force(false);
        open.close();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
