package dev.muster.core.plan;

import dev.muster.model.Digest;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.InputDigests.Known;
import dev.muster.spi.ledger.Ledger;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * SHA-256 of local files. A file whose size and modification time are those of an earlier hash is
 * not read again; a file modified in the last moments is not remembered, because a second change
 * within the same tick of the clock could not be told from the first.
 */
public final class FileHashes {

  private static final Duration TOO_FRESH = Duration.ofSeconds(2);
  private static final int CHUNK = 500;
  private static final int BUFFER = 1 << 16;

  private final Ledger ledger;
  private final Clock clock;

  public FileHashes(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Hashes files.
   *
   * @return 64 hexadecimal digits for each
   * @throws MusterException NOT_FOUND or FORBIDDEN, naming the file
   */
  public Map<Path, String> of(Collection<Path> files) {
    Map<Path, String> hashes = new HashMap<>();
    List<Path> all = List.copyOf(files);
    for (int from = 0; from < all.size(); from += CHUNK) {
      hashes.putAll(chunk(all.subList(from, Math.min(all.size(), from + CHUNK))));
    }
    return hashes;
  }

  private Map<Path, String> chunk(List<Path> files) {
    Map<String, Known> known =
        ledger
            .read(tx -> tx.inputDigests().find(files.stream().map(Path::toString).toList()))
            .stream()
            .collect(Collectors.toMap(Known::path, entry -> entry));
    Map<Path, String> hashes = new HashMap<>();
    List<Known> learned = new ArrayList<>();
    Instant started = clock.instant();
    for (Path file : files) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        Known before = known.get(file.toString());
        if (before != null && before.size() == attributes.size() && before.modified() == modified) {
          hashes.put(file, before.sha256());
          continue;
        }
        String sha = read(file);
        hashes.put(file, sha);
        if (attributes.lastModifiedTime().toInstant().isBefore(started.minus(TOO_FRESH))) {
          learned.add(new Known(file.toString(), attributes.size(), modified, sha));
        }
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
    if (!learned.isEmpty()) {
      ledger.write(
          tx -> {
            tx.inputDigests().put(learned);
            return learned.size();
          });
    }
    return hashes;
  }

  private static String read(Path file) throws IOException {
    MessageDigest sha = Digest.sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sha.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static MusterException unreadable(Path file, IOException e) {
    boolean denied = e instanceof AccessDeniedException;
    return new MusterException(
        denied ? ErrorKind.FORBIDDEN : ErrorKind.NOT_FOUND,
        file + " cannot be read: " + (denied ? "permission denied" : e.getMessage()),
        denied ? "chmod +r it, or leave it out" : null,
        e);
  }
}
