package dev.muster.packages.distribution;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Archives whose bytes depend on nothing but names, contents and which files are programs: owners,
 * times and modes are fixed.
 */
public final class SteadyTar {

  private static final int BUFFER = 1 << 16;
  private static final int PLAIN = 0644;
  private static final int PROGRAM = 0755;

  /** Jars are compressed already: more effort costs seconds and saves nothing. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private SteadyTar() {}

  /** A tar that takes long names, large files and all scripts. */
  public static TarArchiveOutputStream to(OutputStream out, boolean compressed) throws IOException {
    TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            compressed ? new FastGzip(out) : out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    return tar;
  }

  /** Begins a file; its content and {@code closeArchiveEntry} are to follow. */
  public static void begin(TarArchiveOutputStream tar, String name, long size, boolean program)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setMode(program ? PROGRAM : PLAIN);
    entry.setModTime(0);
    entry.setIds(0, 0);
    entry.setNames("", "");
    tar.putArchiveEntry(entry);
  }

  /** A whole file that is a text. */
  public static void text(TarArchiveOutputStream tar, String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    begin(tar, name, bytes.length, false);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
