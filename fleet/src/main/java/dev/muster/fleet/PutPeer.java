package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.HostFailure;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One host of a put: what is known of it, and the conversation with the program there (put.py). */
final class PutPeer implements AutoCloseable {

  /** How far it is. */
  enum State {
    STARTING,
    READY,
    FLOWING,
    COMMITTING,
    ENDED
  }

  /** Something to write to the program, in its turn. */
  @FunctionalInterface
  interface Words {
    void write(DataOutputStream out) throws IOException, InterruptedException;
  }

  final HostAddress host;
  final int position;
  State state = State.STARTING;

  /** Entries that must come, and from which byte on. */
  Map<Integer, Long> needed = Map.of();

  /** Port at which it serves others, 0 when it does not; its addresses. */
  List<String> service = List.of("0");

  PutStream stream = new PutStream(List.of());
  long arrived;
  CopyResult.Route route = CopyResult.Route.NONE;
  @Nullable PutPeer source;
  final Set<PutPeer> tried = new HashSet<>();
  @Nullable CopyResult result;

  private final LinkedBlockingQueue<Words> words = new LinkedBlockingQueue<>();
  private volatile @Nullable RemoteProcess process;
  private volatile boolean closed;
  private volatile boolean settled;
  private final CountDownLatch ended = new CountDownLatch(1);

  PutPeer(HostAddress host, int position) {
    this.host = host;
    this.position = position;
  }

  boolean serves() {
    return !service.get(0).equals("0");
  }

  /** Whether others may still get bytes from it. */
  boolean isSource() {
    CopyResult end = result;
    return serves() && (end == null || end.succeeded());
  }

  /** Takes over the program. */
  void attach(RemoteProcess started) {
    process = started;
    if (closed) {
      started.end();
    }
  }

  /** Writes what is queued until the peer is closed; runs in a thread of its own. */
  void write() {
    RemoteProcess to = process;
    if (to == null) {
      return;
    }
    DataOutputStream out = new DataOutputStream(to.in());
    try {
      while (!closed) {
        words.take().write(out);
        if (words.isEmpty()) {
          out.flush();
        }
      }
    } catch (IOException e) {
      // Its reader sees the end too, and why.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void say(Words next) {
    words.add(next);
  }

  void say(char letter, List<String> fields) {
    byte[] payload = String.join("\0", fields).getBytes(StandardCharsets.UTF_8);
    say(out -> Frames.write(out, letter, payload, payload.length));
  }

  /** Unless something else is on its way, which says as much. */
  void sayStillThere() {
    if (words.isEmpty()) {
      say('H', List.of());
    }
  }

  /** The stream from a position on. */
  void feed(LocalTree tree, PutStream bytes, long from) {
    say(out -> feed(out, tree, bytes, from));
  }

  private void feed(DataOutputStream out, LocalTree tree, PutStream bytes, long from)
      throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(Frames.PIECE);
    long start = 0;
    for (PutStream.Part part : bytes.parts()) {
      long skip = Math.max(0, from - start);
      start += part.length();
      if (skip >= part.length()) {
        continue;
      }
      LocalTree.Entry entry = tree.entries().get(part.entry());
      try (FileChannel file = FileChannel.open(tree.file(entry))) {
        long begin = tree.offset(entry) + part.offset();
        long at = begin + skip;
        long end = begin + part.length();
        while (at < end && !closed && !settled) {
          piece.clear().limit((int) Math.min(Frames.PIECE, end - at));
          int read = file.read(piece, at);
          if (read < 0) {
            throw new IOException("a file became shorter while it was copied");
          }
          Frames.write(out, 'D', piece.array(), read);
          at += read;
        }
      }
    }
  }

  /** What the program says before it is ready: which entries are there, whole or in part. */
  record Have(int entry, long length, String sha256, boolean whole) {}

  /** Reads until it is ready. */
  List<Have> awaitReady(InputStream in) throws IOException, HostFaultException {
    List<Have> have = new ArrayList<>();
    while (true) {
      List<String> line = line(in);
      switch (line.get(0)) {
        case "have" ->
            have.add(
                new Have(
                    Integer.parseInt(line.get(1)),
                    Long.parseLong(line.get(2)),
                    line.get(3),
                    line.get(4).equals("final")));
        case "ready" -> {
          service = line.subList(1, line.size());
          return have;
        }
        case "error" -> throw new HostFaultException(failure(line));
        default -> throw new IOException("unknown words: " + line);
      }
    }
  }

  /** The next line, in words. */
  static List<String> line(InputStream in) throws IOException {
    String line = RemoteProcesses.line(in);
    if (line == null) {
      throw new IOException("the program on the host has ended");
    }
    return List.of(line.split(" ", -1));
  }

  /** What an error line means. */
  static HostFailure failure(List<String> line) {
    String said = String.join(" ", line.subList(2, line.size()));
    return switch (line.get(1)) {
      case "disk" ->
          new HostFailure(
              HostFailure.Kind.DISK_FULL,
              "its disk is full: " + said,
              "make room there (df), or choose another place");
      case "permission" ->
          new HostFailure(
              HostFailure.Kind.PERMISSION,
              "it does not allow that: " + said,
              "choose a place where the user may write, or another user");
      case "corrupt" ->
          new HostFailure(
              HostFailure.Kind.CORRUPT,
              "what arrived differs from what was sent: " + said,
              "try again; if it stays so, look at the host's disk");
      case "isfolder" ->
          new HostFailure(
              HostFailure.Kind.FAILED, said, "end the path with / to copy into that folder");
      case "notfound" -> new HostFailure(HostFailure.Kind.NOT_FOUND, said, null);
      default -> new HostFailure(HostFailure.Kind.FAILED, said, null);
    };
  }

  /** The files that came whole or in part, as they are needed for this tree. */
  void decide(LocalTree tree, FileHashes hashes, List<Have> have)
      throws IOException, InterruptedException {
    Map<Integer, Long> missing = new TreeMap<>();
    for (int i = 0; i < tree.entries().size(); i++) {
      if (tree.entries().get(i).kind() == LocalTree.Kind.FILE) {
        missing.put(i, 0L);
      }
    }
    for (Have one : have) {
      LocalTree.Entry entry = tree.entries().get(one.entry());
      boolean same =
          one.length() == entry.size()
              ? hashes.whole(one.entry()).equals(one.sha256())
              : missing.containsKey(one.entry())
                  && hashes.beginning(one.entry(), one.length()).equals(one.sha256());
      if (same && one.whole()) {
        missing.remove(one.entry());
      } else if (same) {
        missing.replace(one.entry(), one.length());
      }
    }
    needed = missing;
  }

  /** It has its result; what is left to send is not needed any more. */
  void settle() {
    settled = true;
  }

  /** Waits until its program has ended, or is ended by {@link #close}. */
  void awaitLastWord() {
    RemoteProcess from = process;
    try {
      if (from != null) {
        from.out().transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      // It has ended.
    }
    ended.countDown();
  }

  /** Lets the program tidy up, which it does when it hears of the end. */
  void awaitEnd(Deadline patience) {
    if (process != null) {
      try {
        ended.await(patience.millis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  String errors() {
    RemoteProcess from = process;
    return from == null ? "" : from.errors();
  }

  @Override
  public void close() {
    closed = true;
    // Wakes the writer up.
    words.add(out -> {});
    RemoteProcess open = process;
    if (open != null) {
      open.end();
    }
  }
}
