package dev.muster.attempts;

import dev.muster.model.Digest;
import dev.muster.model.ResultBody;
import dev.muster.protocol.WorkerMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps large results as files under their hash: whole and on disk, or not at all. */
final class Blobs {

  private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);
  private static final int CHUNK = 1 << 16;

  private final Path spool;
  private final Path blobs;

  Blobs(Path spool, Path blobs) {
    this.spool = spool;
    this.blobs = blobs;
  }

  /**
   * Moves a worker's file to its place, {@code ab/<sha256>}, after a look at its content.
   *
   * @throws IOException when it is not what the worker said, or the disk refuses it
   */
  ResultBody.Blob publish(WorkerMessage.Spooled message) throws IOException {
    Path file = file(message.file());
    try {
      verify(file, message);
      Path folder = blobs.resolve(message.sha256().substring(0, 2));
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        sync(blobs);
      }
      Files.move(file, folder.resolve(message.sha256()), StandardCopyOption.ATOMIC_MOVE);
      sync(folder);
      return new ResultBody.Blob(message.sha256(), message.size());
    } catch (IOException e) {
      discard(message.file());
      throw e;
    }
  }

  /** Removes a worker's file. */
  void discard(String name) {
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      LOG.debug("left in the spool folder: {}", name, e);
    }
  }

  /** Removes the files whose names begin so. */
  void discardAll(String prefix) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(spool, prefix + "*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.debug("left in the spool folder: {}*", prefix, e);
    }
  }

  private Path file(String name) throws IOException {
    Path file = spool.resolve(name).normalize();
    if (!spool.normalize().equals(file.getParent())) {
      throw new IOException("a worker named a file outside the spool folder: " + name);
    }
    return file;
  }

  private static void verify(Path file, WorkerMessage.Spooled message) throws IOException {
    MessageDigest sha = Digest.sha256();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() != message.size()) {
        throw new IOException(file + " has " + channel.size() + " bytes, not " + message.size());
      }
      ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
      while (channel.read(buffer) >= 0) {
        sha.update(buffer.flip());
        buffer.clear();
      }
      if (!HexFormat.of().formatHex(sha.digest()).equals(message.sha256())) {
        throw new IOException(file + " is not what the worker wrote: its hash differs");
      }
      channel.force(true);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
