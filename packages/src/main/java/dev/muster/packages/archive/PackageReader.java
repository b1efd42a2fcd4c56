package dev.muster.packages.archive;

import dev.muster.model.Digest;
import dev.muster.packages.distribution.Archive;
import dev.muster.packages.distribution.Archive.Entry;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.fleet.FileParts;
import dev.muster.spi.packaging.PackageContents;
import dev.muster.spi.packaging.PackageContents.Signature;
import dev.muster.spi.packaging.PackageFile;
import dev.muster.spi.packaging.PackageId;
import dev.muster.spi.packaging.PackageManifest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive that may come from anywhere. Names, sizes and hashes are stated at its
 * beginning: what differs, or is not stated, is refused; nothing is written but what is stated.
 */
final class PackageReader implements AutoCloseable {

  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_SIGNATURE = 1 << 12;
  private static final int LARGEST_EXTRACT = 1 << 20;
  private static final int MOST_PROBLEMS = 20;
  private static final String ADVICE =
      "get it again from where it was built; muster package build makes packages";

  private final Path file;
  private final Archive archive;
  private final PackageContents contents;
  private final String sums;
  private final @Nullable String signature;

  /** The texts at its beginning, by name. */
  private final Map<String, String> head = new LinkedHashMap<>();

  private final List<FileParts.Part> parts = new ArrayList<>();
  private final byte[] buffer = new byte[BUFFER];

  /**
   * Opens it and reads what it says of itself.
   *
   * @param trustedKey null for none
   * @throws MusterException NOT_FOUND, INVALID
   */
  PackageReader(Path file, @Nullable Path trustedKey) throws IOException {
    this.file = file;
    archive = open(file);
    boolean read = false;
    try {
      sums = head(Sums.NAME, next(Sums.NAME), Sums.MOST_BYTES);
      Entry second = next("");
      boolean signed = second.name().endsWith("/" + Sums.SIGNATURE);
      signature = signed ? head(Sums.SIGNATURE, second, LONGEST_SIGNATURE) : null;
      Entry third = signed ? next("") : second;
      if (!third.name().endsWith("/" + Sums.MANIFEST)) {
        throw archive.invalid("it has no " + Sums.MANIFEST + " behind its " + Sums.NAME);
      }
      String manifestText = head(Sums.MANIFEST, third, ManifestText.MOST_BYTES);
      PackageManifest manifest;
      PackageId id;
      try {
        manifest = ManifestText.read(manifestText);
        Sums.read(sums).require(manifestText, manifest);
        id = PackageWriter.id(manifest, sums);
      } catch (IllegalArgumentException e) {
        throw archive.invalid(String.valueOf(e.getMessage()));
      }
      if (!third.name().equals(id + "/" + Sums.MANIFEST)) {
        throw archive.invalid("its folder is not called " + id + ": " + third.name());
      }
      contents = new PackageContents(file, id, manifest, vouched(trustedKey));
      read = true;
    } catch (IOException e) {
      throw archive.translate(e);
    } finally {
      if (!read) {
        archive.close();
      }
    }
  }

  private static Archive open(Path file) throws IOException {
    try {
      return Archive.open(file, ADVICE);
    } catch (ZipException | EOFException e) {
      throw new MusterException(
          ErrorKind.INVALID, file + " is no package: it is no archive", ADVICE, e);
    }
  }

  private Signature vouched(@Nullable Path trustedKey) {
    String found = signature;
    if (trustedKey == null) {
      return found == null ? Signature.NONE : Signature.UNCHECKED;
    }
    if (found == null) {
      throw new MusterException(
          ErrorKind.INVALID,
          file + " is not signed, and only what " + trustedKey + " has signed is trusted",
          "build it with --sign KEY");
    }
    if (!Signatures.signed(sums, found, trustedKey)) {
      throw new MusterException(
          ErrorKind.INVALID,
          file + " is signed, but not by the holder of " + trustedKey,
          "get it from where the key is used, or name the right one: --trusted-key FILE");
    }
    return Signature.GOOD;
  }

  private Entry next(String name) throws IOException {
    Entry entry = archive.next();
    if (entry == null || !entry.regular() || !entry.name().endsWith(name)) {
      throw archive.invalid(
          "it is no package" + (name.isEmpty() ? "" : ": it does not begin with " + name));
    }
    return entry;
  }

  private String head(String name, Entry entry, int most) throws IOException {
    if (entry.size() > most) {
      throw archive.invalid(entry.name() + " has " + entry.size() + " bytes");
    }
    long begin = archive.position();
    byte[] bytes = archive.content().readAllBytes();
    String sha256 = HexFormat.of().formatHex(Digest.sha256().digest(bytes));
    parts.add(new FileParts.Part(name, false, sha256, bytes.length, file, begin));
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      head.put(name, text);
      return text;
    } catch (CharacterCodingException e) {
      throw archive.invalid(entry.name() + " is no UTF-8");
    }
  }

  PackageContents contents() {
    return contents;
  }

  /** Whether its files are no parts of it. */
  boolean compressed() {
    return archive.compressed();
  }

  /** Where its files are when it was checked, those at its beginning included. */
  FileParts parts() {
    return new FileParts(parts);
  }

  /**
   * Reads the rest and compares it.
   *
   * @param folder where files are written to; null for nowhere
   * @throws ProblemsException INVALID, naming each file that is wrong
   */
  void check(@Nullable Path folder, LongConsumer progress, Cancellation cancellation)
      throws IOException {
    Map<String, PackageFile> missing = new LinkedHashMap<>();
    contents.manifest().files().forEach(one -> missing.put(contents.id() + "/" + one.name(), one));
    if (folder != null) {
      head(folder);
    }
    List<Problem> problems = new ArrayList<>();
    long read = 0;
    try {
      for (Entry entry = archive.next(); entry != null; entry = archive.next()) {
        if (cancellation.requested()) {
          throw new MusterException(ErrorKind.INTERRUPTED, "stopped while " + file + " was read");
        }
        PackageFile stated = missing.remove(entry.name());
        if (!entry.regular() || stated == null) {
          throw archive.invalid("it holds what it does not state: " + entry.name());
        }
        if (entry.size() != stated.size()) {
          throw archive.invalid(
              entry.name()
                  + " has "
                  + entry.size()
                  + " bytes where "
                  + stated.size()
                  + " are stated");
        }
        parts.add(part(stated, folder));
        if (!take(stated, folder).equals(stated.sha256())) {
          problems.add(wrong(stated.name() + " has not the sha256 that is stated"));
        }
        read += stated.size();
        progress.accept(read);
        if (problems.size() >= MOST_PROBLEMS) {
          break;
        }
      }
    } catch (IOException e) {
      if (problems.isEmpty()) {
        throw archive.translate(e);
      }
      problems.add(wrong("the rest cannot be read: " + e.getMessage()));
    }
    if (problems.isEmpty() && !missing.isEmpty()) {
      problems.add(
          wrong(
              missing.size()
                  + " files are missing, for instance "
                  + missing.values().iterator().next().name()));
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.INVALID, problems);
    }
  }

  /** Small files by name, as far as they are in it. */
  Map<String, byte[]> extract(Set<String> names) throws IOException {
    Map<String, PackageFile> wanted = new LinkedHashMap<>();
    contents.manifest().files().stream()
        .filter(one -> names.contains(one.name()))
        .forEach(one -> wanted.put(contents.id() + "/" + one.name(), one));
    Map<String, byte[]> found = new TreeMap<>();
    try {
      for (Entry entry = wanted.isEmpty() ? null : archive.next();
          entry != null && found.size() < wanted.size();
          entry = archive.next()) {
        PackageFile stated = wanted.get(entry.name());
        if (stated == null) {
          archive.skip();
        } else if (entry.size() > LARGEST_EXTRACT) {
          throw archive.invalid(stated.name() + " has " + entry.size() + " bytes");
        } else {
          byte[] bytes = archive.content().readAllBytes();
          if (!HexFormat.of().formatHex(Digest.sha256().digest(bytes)).equals(stated.sha256())) {
            throw archive.invalid(stated.name() + " has not the sha256 that is stated");
          }
          found.put(stated.name(), bytes);
        }
      }
    } catch (IOException e) {
      throw archive.translate(e);
    }
    return found;
  }

  private Problem wrong(String what) {
    return new Problem(file, 0, what, ADVICE);
  }

  private void head(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, String> each : head.entrySet()) {
      Files.writeString(folder.resolve(each.getKey()), each.getValue());
    }
    parts.replaceAll(
        part ->
            new FileParts.Part(
                part.path(), false, part.sha256(), part.size(), folder.resolve(part.path()), 0));
  }

  private FileParts.Part part(PackageFile stated, @Nullable Path folder) {
    return new FileParts.Part(
        stated.name(),
        stated.executable(),
        stated.sha256(),
        stated.size(),
        folder == null ? file : folder.resolve(stated.name()),
        folder == null ? archive.position() : 0);
  }

  private String take(PackageFile stated, @Nullable Path folder) throws IOException {
    MessageDigest digest = Digest.sha256();
    if (folder == null) {
      copy(digest, OutputStream.nullOutputStream());
    } else {
      Path target = folder.resolve(stated.name());
      Files.createDirectories(target.getParent());
      Files.deleteIfExists(target); // never through a link that is there
      try (OutputStream out = Files.newOutputStream(target)) {
        copy(digest, out);
      }
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(stated.executable() ? "rwxr-xr-x" : "rw-r--r--"));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private void copy(MessageDigest digest, OutputStream out) throws IOException {
    InputStream in = archive.content();
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
      out.write(buffer, 0, n);
    }
  }

  /** A failed call as a user reads it. */
  static MusterException fault(Path file, IOException e) {
    FileFault fault = FileFault.of(e);
    return new MusterException(
        fault.kind(),
        "reading " + file + " failed: " + fault.words(),
        fault.full() ? "make room, or set MUSTER_HOME to another disk" : null,
        e);
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
