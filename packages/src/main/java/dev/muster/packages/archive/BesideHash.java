package dev.muster.packages.archive;

import dev.muster.model.Digest;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Hashes on a thread of its own what another one reads and writes: hashing takes as long as both.
 * One file after the other.
 */
final class BesideHash implements AutoCloseable {

  private static final int BUFFERS = 8;
  private static final int BUFFER = 1 << 17;

  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread made = new Thread(work, "hashing");
            made.setDaemon(true);
            return made;
          });
  private MessageDigest digest = Digest.sha256();

  BesideHash() {
    for (int i = 0; i < BUFFERS; i++) {
      free.add(new byte[BUFFER]);
    }
  }

  /** A buffer to be filled, written, and given to {@link #update}. */
  byte[] buffer() throws InterruptedException {
    return free.take();
  }

  /** Hashes the beginning of a buffer, which may be given out again then. */
  void update(byte[] buffer, int length) {
    MessageDigest of = digest;
    thread.execute(
        () -> {
          of.update(buffer, 0, length);
          free.add(buffer);
        });
  }

  /** The file ends: its hash, when it is known. */
  Future<String> end() {
    MessageDigest of = digest;
    digest = Digest.sha256();
    return thread.submit(() -> HexFormat.of().formatHex(of.digest()));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
