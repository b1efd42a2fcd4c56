package dev.muster.packages.distribution;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar (in gzip or not) that may come from anywhere: entry by entry, never more bytes than
 * an entry states, never a name that leads out of the archive.
 */
public final class Archive implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  /** Headers of one entry, long names and the padding behind the last one. */
  private static final long MOST_HEADER_BYTES = 1 << 20;

  private static final int MOST_ENTRIES = 200_000;
  private static final int GZIP_MAGIC = 0x1f8b;

  /** Gives no more bytes than were allowed, whatever a compressed stream unfolds to. */
  private static final class Allowance extends FilterInputStream {
    private long left;
    private long taken;

    Allowance(InputStream in) {
      super(in);
    }

    void allow(long bytes) {
      left = bytes;
    }

    @Override
    public int read() throws IOException {
      spend(1);
      return super.read();
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int read = super.read(to, offset, (int) Math.max(1, Math.min(length, left)));
      spend(Math.max(0, read));
      return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = super.skip(Math.max(1, Math.min(bytes, left)));
      spend(skipped);
      return skipped;
    }

    private void spend(long bytes) throws IOException {
      left -= bytes;
      taken += bytes;
      if (left < 0) {
        throw new IOException("its headers are too large");
      }
    }
  }

  private final Path file;
  private final String advice;
  private final boolean compressed;
  private final Allowance allowance;
  private final TarArchiveInputStream tar;
  private int entries;

  private Archive(
      Path file,
      String advice,
      boolean compressed,
      Allowance allowance,
      TarArchiveInputStream tar) {
    this.file = file;
    this.advice = advice;
    this.compressed = compressed;
    this.allowance = allowance;
    this.tar = tar;
  }

  /**
   * Opens it.
   *
   * @throws MusterException NOT_FOUND, INVALID when it is no archive
   */
  static Archive open(Path file) throws IOException {
    return open(file, "take a file that muster distribution bundle wrote, or Spark's own archive");
  }

  /**
   * Opens it.
   *
   * @param advice what to do when it is wrong
   * @throws MusterException NOT_FOUND, INVALID when it is no archive
   */
  public static Archive open(Path file, String advice) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new MusterException(ErrorKind.NOT_FOUND, "there is no file " + file);
    }
    BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      raw.mark(2);
      boolean gzip = (raw.read() << 8 | raw.read()) == GZIP_MAGIC;
      raw.reset();
      Allowance allowance =
          new Allowance(
              new BufferedInputStream(gzip ? new GZIPInputStream(raw, BUFFER) : raw, BUFFER));
      return new Archive(
          file,
          advice,
          gzip,
          allowance,
          new TarArchiveInputStream(allowance, StandardCharsets.UTF_8.name()));
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /**
   * One entry.
   *
   * @param name with {@code /}, without a leading {@code ./} and a trailing {@code /}
   * @param regular whether it is a file with content, no folder, link or device
   * @param folder whether it is a folder
   * @param link where it points to, when it is a symbolic link
   */
  public record Entry(
      String name,
      long size,
      boolean regular,
      boolean folder,
      boolean executable,
      @Nullable String link) {}

  /**
   * The next entry, null at the end. What is left of the one before is read over.
   *
   * @throws MusterException INVALID for a name that leads out of the archive
   */
  public @Nullable Entry next() throws IOException {
    allowance.allow(MOST_HEADER_BYTES);
    TarArchiveEntry entry;
    try {
      entry = tar.getNextEntry();
    } catch (IllegalArgumentException e) {
      throw new IOException("it is no tar: " + e.getMessage(), e);
    }
    if (entry == null) {
      return null;
    }
    if (++entries > MOST_ENTRIES) {
      throw invalid("it has more than " + MOST_ENTRIES + " entries");
    }
    String name = name(entry.getName());
    boolean regular =
        entry.isFile()
            && !entry.isLink()
            && !entry.isSymbolicLink()
            && !entry.isSparse()
            && !entry.isBlockDevice()
            && !entry.isCharacterDevice()
            && !entry.isFIFO();
    allowance.allow(Math.max(0, entry.getSize()) + MOST_HEADER_BYTES);
    return new Entry(
        name,
        entry.getSize(),
        regular,
        entry.isDirectory(),
        (entry.getMode() & 0111) != 0,
        entry.isSymbolicLink() ? entry.getLinkName() : null);
  }

  /** The content of the entry that {@link #next} gave. */
  public InputStream content() {
    return tar;
  }

  /** Whether its bytes are not those of the file. */
  public boolean compressed() {
    return compressed;
  }

  /**
   * How many bytes of the tar were read. Right behind {@link #next} this is where in the file the
   * entry's content begins, when that is not compressed.
   */
  public long position() {
    return allowance.taken;
  }

  /** Reads over the content of the entry that {@link #next} gave. */
  public void skip() throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (tar.read(buffer) >= 0) {
      // nothing to do with it
    }
  }

  private String name(String given) {
    String name = given;
    while (name.startsWith("./")) {
      name = name.substring(2);
    }
    while (name.endsWith("/")) {
      name = name.substring(0, name.length() - 1);
    }
    boolean out = given.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0;
    for (String segment : name.split("/", -1)) {
      out |= segment.equals("..");
    }
    if (out) {
      throw invalid("an entry's name leads out of the archive: " + given);
    }
    return name;
  }

  /** An error about this file. */
  public MusterException invalid(String why) {
    return new MusterException(ErrorKind.INVALID, file + " cannot be taken: " + why, advice);
  }

  /** What a failed read means; faults of the disk are handed on. */
  public MusterException translate(IOException e) throws IOException {
    if (e instanceof FileSystemException || FileFault.of(e).full()) {
      throw e;
    }
    return invalid(
        e instanceof EOFException ? "it ends too early" : String.valueOf(e.getMessage()));
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
