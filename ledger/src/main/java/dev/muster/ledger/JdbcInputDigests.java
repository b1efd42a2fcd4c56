package dev.muster.ledger;

import dev.muster.model.Digest;
import dev.muster.spi.ledger.InputDigests;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hashes of files. A path is found by its digest, because it can be longer than an index takes. */
final class JdbcInputDigests implements InputDigests {

  private final Session session;

  JdbcInputDigests(Session session) {
    this.session = session;
  }

  @Override
  public List<Known> find(Collection<String> paths) {
    Map<Digest, String> wanted = new HashMap<>();
    paths.forEach(path -> wanted.put(Digest.of(path), path));
    List<Known> known = new ArrayList<>();
    for (List<Digest> chunk : Chunks.of(wanted.keySet())) {
      session.each(
          "SELECT path_high, path_low, size, modified, sha256 FROM input_digest"
              + " WHERE path_high IN ("
              + Chunks.marks(chunk)
              + ")",
          p -> {
            for (Digest digest : chunk) {
              p.number(digest.high());
            }
          },
          row -> {
            String path = wanted.get(row.digest());
            if (path != null) {
              known.add(new Known(path, row.number(), row.number(), row.text()));
            }
          });
    }
    return known;
  }

  @Override
  public void put(Collection<Known> known) {
    try (Batch batch =
        session.batch(
            "INSERT INTO input_digest (path_high, path_low, size, modified, sha256)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (path_high, path_low) DO UPDATE"
                + " SET size = excluded.size, modified = excluded.modified,"
                + " sha256 = excluded.sha256")) {
      Map<String, Known> latest = new HashMap<>();
      known.forEach(each -> latest.put(each.path(), each));
      for (Known each : latest.values()) {
        batch.add(
            p ->
                p.digest(Digest.of(each.path()))
                    .number(each.size())
                    .number(each.modified())
                    .text(each.sha256()));
      }
      batch.execute();
    }
  }
}
