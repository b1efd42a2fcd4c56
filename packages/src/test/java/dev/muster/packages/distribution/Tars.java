package dev.muster.packages.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes archives, good and bad. */
final class Tars implements AutoCloseable {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

  Tars() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  Tars file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8), 0644);
  }

  Tars file(String name, byte[] content, int mode) {
    try {
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      entry.setSize(content.length);
      entry.setMode(mode);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Tars link(String name, String target, byte type) {
    try {
      TarArchiveEntry entry = new TarArchiveEntry(name, type);
      entry.setLinkName(target);
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Tars symlink(String name, String target) {
    return link(name, target, TarConstants.LF_SYMLINK);
  }

  /** Writes it in gzip. */
  Path writeTo(Path file) {
    try {
      tar.finish();
      try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        bytes.writeTo(out);
      }
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The tar itself. */
  byte[] plain() {
    try {
      tar.finish();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
