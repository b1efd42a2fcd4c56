package dev.muster.packages;

import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Held by one thread of one process of this machine. The system frees it when the process ends,
 * however it ends. The file stays: removing it would let two hold "the" lock.
 */
public final class FolderLock implements AutoCloseable {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits until nobody else holds it.
   *
   * @throws MusterException INTERRUPTED when cancelled, FORBIDDEN when the file cannot be written
   */
  public static FolderLock take(Path file, Cancellation cancellation) throws InterruptedException {
    FileChannel channel = open(file);
    try {
      while (tryLock(channel, file) == null) {
        if (cancellation.requested()) {
          throw new MusterException(
              ErrorKind.INTERRUPTED, "stopped while another Muster held " + file);
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
      FolderLock lock = new FolderLock(channel);
      channel = null;
      return lock;
    } finally {
      if (channel != null) {
        close(channel);
      }
    }
  }

  @Override
  public void close() {
    close(channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel, Path file) {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another thread of this process holds it.
      return null;
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static FileChannel open(Path file) {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new MusterException(ErrorKind.INTERNAL, "a lock cannot be freed: " + e, null, e);
    }
  }

  private static MusterException failed(Path file, IOException e) {
    return new MusterException(
        ErrorKind.FORBIDDEN,
        "the lock " + file + " cannot be taken: " + e,
        "set MUSTER_HOME to a local folder that you may write to",
        e);
  }
}
