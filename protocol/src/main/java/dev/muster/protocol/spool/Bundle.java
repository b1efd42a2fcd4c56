package dev.muster.protocol.spool;

import dev.muster.protocol.ProtocolException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * Files that go along with a run, one after the other: a {@link Packet} with path, size and whether
 * it can be executed, then the content. All are readable by their owner alone.
 */
public final class Bundle {

  private static final int CHUNK = 1 << 16;
  private static final int END = -1;

  private Bundle() {}

  /**
   * Writes files.
   *
   * @param files by the path they will have, with {@code /} between its parts
   */
  public static void write(Map<String, Path> files, OutputStream to) throws IOException {
    DataOutputStream out = new DataOutputStream(to);
    for (Map.Entry<String, Path> file : files.entrySet()) {
      long size = Files.size(file.getValue());
      byte[] head =
          Packet.of("path", file.getKey())
              .with("size", size)
              .with("executable", Files.isExecutable(file.getValue()))
              .encode();
      out.writeInt(head.length);
      out.write(head);
      try (InputStream in = Files.newInputStream(file.getValue())) {
        copy(in, out, size);
      }
    }
    out.writeInt(END);
    out.flush();
  }

  /**
   * Writes the files below a folder.
   *
   * @throws ProtocolException when it is no bundle, or a path leaves the folder
   */
  public static void extract(InputStream from, Path folder) throws IOException {
    DataInputStream in = new DataInputStream(from);
    for (int length = in.readInt(); length != END; length = in.readInt()) {
      if (length < 0 || length > Packet.MAX_BYTES) {
        throw new ProtocolException("a bundle with a head of " + length + " bytes");
      }
      Packet head = Packet.decode(in.readNBytes(length));
      Path file = below(folder, head.text("path"));
      Set<PosixFilePermission> mode =
          PosixFilePermissions.fromString(
              Boolean.TRUE.equals(head.value("executable")) ? "rwx------" : "rw-------");
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
      try (OutputStream out = Files.newOutputStream(file)) {
        copy(in, out, head.number("size"));
      }
    }
  }

  /**
   * A file below a folder.
   *
   * @throws ProtocolException when the path leaves the folder
   */
  public static Path below(Path folder, String path) throws ProtocolException {
    Path file = folder.resolve(path).normalize();
    if (!file.startsWith(folder) || file.equals(folder)) {
      throw new ProtocolException("a path that leaves its folder: " + path);
    }
    return file;
  }

  private static void copy(InputStream in, OutputStream out, long size) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long left = size;
    while (left > 0) {
      int count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
      if (count < 0) {
        throw new ProtocolException("a file that ended " + left + " bytes early");
      }
      out.write(chunk, 0, count);
      left -= count;
    }
  }
}
