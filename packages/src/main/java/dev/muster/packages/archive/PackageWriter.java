package dev.muster.packages.archive;

import dev.muster.model.Digest;
import dev.muster.packages.distribution.SteadyTar;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.packaging.PackageContents;
import dev.muster.spi.packaging.PackageContents.Signature;
import dev.muster.spi.packaging.PackageFile;
import dev.muster.spi.packaging.PackageHead;
import dev.muster.spi.packaging.PackageId;
import dev.muster.spi.packaging.PackageItem;
import dev.muster.spi.packaging.PackageManifest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a package as a tar: {@code ID/SHA256SUMS}, its signature, {@code ID/manifest.json}, then
 * the files by name. Owners, times, modes and order are fixed, so the same files give the same
 * bytes.
 */
final class PackageWriter implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final List<PackageItem> items;
  private final LongConsumer progress;
  private final Cancellation cancellation;
  private final BesideHash hash = new BesideHash();
  private long packed;

  PackageWriter(List<PackageItem> items, LongConsumer progress, Cancellation cancellation) {
    this.items = items.stream().sorted(Comparator.comparing(PackageItem::name)).toList();
    this.progress = progress;
    this.cancellation = cancellation;
  }

  PackageContents write(
      PackageHead head, Function<PackageId, Path> target, @Nullable Path signingKey) {
    PackageManifest manifest = manifest(head);
    String manifestText = ManifestText.write(manifest);
    String sums = Sums.of(manifestText, manifest.files()).text();
    String signature = signingKey == null ? null : Signatures.sign(sums, signingKey);
    PackageId id = id(manifest, sums);
    Path file = target.apply(id).toAbsolutePath();
    try {
      write(id, sums, signature, manifestText, file);
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.kind(),
          file + " cannot be written: " + fault.words(),
          fault.full() ? "make room, or name another file: -o FILE" : "name another file: -o FILE",
          e);
    }
    return new PackageContents(
        file, id, manifest, signature == null ? Signature.NONE : Signature.UNCHECKED);
  }

  /** The id that a manifest and its sums give. */
  static PackageId id(PackageManifest manifest, String sums) {
    byte[] hash = Digest.sha256().digest(sums.getBytes(StandardCharsets.UTF_8));
    return new PackageId(manifest.name(), manifest.version(), HexFormat.of().formatHex(hash));
  }

  /** Hashes what is not known; small, but for what the user has just made. */
  private PackageManifest manifest(PackageHead head) {
    List<PackageFile> files = new ArrayList<>();
    try {
      for (PackageItem item : items) {
        String sha256 = item.sha256();
        if (sha256 == null) {
          sha256 = known(copy(item, OutputStream.nullOutputStream()));
        }
        files.add(
            new PackageFile(
                item.name(),
                sha256,
                item.size(),
                item.executable(),
                item.origin(),
                item.licences()));
      }
      return new PackageManifest(
          head.name(),
          head.version(),
          head.entry(),
          head.python(),
          head.machine(),
          head.spark(),
          head.java(),
          files);
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE, "reading what is packed failed: " + e.getMessage(), null, e);
    } catch (IllegalArgumentException e) {
      throw new MusterException(
          ErrorKind.INVALID, "this cannot be a package: " + e.getMessage(), null, e);
    }
  }

  private void write(
      PackageId id, String sums, @Nullable String signature, String manifest, Path file)
      throws IOException {
    Path folder = file.getParent();
    Path fresh = Files.createTempFile(folder, ".muster-package-", ".fresh");
    List<Future<String>> hashes = new ArrayList<>();
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh), BUFFER);
          TarArchiveOutputStream tar = SteadyTar.to(out, isCompressed(file))) {
        SteadyTar.text(tar, id + "/" + Sums.NAME, sums);
        if (signature != null) {
          SteadyTar.text(tar, id + "/" + Sums.SIGNATURE, signature);
        }
        SteadyTar.text(tar, id + "/" + Sums.MANIFEST, manifest);
        Sums known = Sums.read(sums);
        for (PackageItem item : items) {
          hashes.add(add(tar, id, item));
        }
        for (int i = 0; i < items.size(); i++) {
          PackageItem item = items.get(i);
          if (!known(hashes.get(i)).equals(known.hashes().get(item.name()))) {
            throw changed(item, "has another content than before");
          }
        }
      }
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static boolean isCompressed(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".gz") || name.endsWith(".tgz");
  }

  private Future<String> add(TarArchiveOutputStream tar, PackageId id, PackageItem item)
      throws IOException {
    SteadyTar.begin(tar, id + "/" + item.name(), item.size(), item.executable());
    Future<String> hash = copy(item, tar);
    tar.closeArchiveEntry();
    packed += item.size();
    progress.accept(packed);
    return hash;
  }

  /** Reads an item once, never more than it stated; the hash of what was read. */
  private Future<String> copy(PackageItem item, OutputStream to) throws IOException {
    long read = 0;
    try (InputStream in = open(item)) {
      while (true) {
        byte[] buffer = buffer();
        int n = read(item, in, buffer);
        hash.update(buffer, Math.max(n, 0));
        if (n < 0) {
          break;
        }
        read += n;
        if (read > item.size()) {
          throw changed(item, "has grown");
        }
        to.write(buffer, 0, n);
      }
    }
    if (read < item.size()) {
      throw changed(item, "has shrunk");
    }
    return hash.end();
  }

  private byte[] buffer() {
    if (cancellation.requested()) {
      throw new MusterException(ErrorKind.INTERRUPTED, "stopped while the package was written");
    }
    try {
      return hash.buffer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MusterException(
          ErrorKind.INTERRUPTED, "stopped while the package was written", null, e);
    }
  }

  private static String known(Future<String> hash) {
    try {
      return hash.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MusterException(
          ErrorKind.INTERRUPTED, "stopped while the package was written", null, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static InputStream open(PackageItem item) {
    try {
      return item.source().open();
    } catch (IOException e) {
      throw unreadable(item, e);
    }
  }

  /** A fault of what is read is not one of what is written. */
  private static int read(PackageItem item, InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw unreadable(item, e);
    }
  }

  private static MusterException unreadable(PackageItem item, IOException e) {
    FileFault fault = FileFault.of(e);
    return new MusterException(
        fault.kind(), item.name() + " cannot be read: " + fault.words(), null, e);
  }

  @Override
  public void close() {
    hash.close();
  }

  private static MusterException changed(PackageItem item, String how) {
    return new MusterException(
        ErrorKind.CONFLICT,
        item.name() + " " + how + " while it was packed (from " + item.origin() + ")",
        "build again when nobody writes there");
  }
}
