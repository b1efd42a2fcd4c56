package dev.muster.fleet;

import dev.muster.spi.fleet.CopyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which bytes of a tree flow where: worked out from what hosts say they lack. What a host lacks is
 * the numbers of entries, each with the byte from which on it is missing.
 */
final class PutPlan {

  /** A chain costs a handshake for each host, which few bytes do not earn. */
  private static final long CHAIN_BYTES = 1 << 20;

  private final PutGroup.Job job;

  PutPlan(PutGroup.Job job) {
    this.job = job;
  }

  /** Whether a chain may pay. */
  boolean isMuch() {
    return job.tree().entries().stream().mapToLong(LocalTree.Entry::size).sum() > CHAIN_BYTES;
  }

  /** The tree as put.py reads it. */
  List<String> manifest(String certificate) {
    LocalTree tree = job.tree();
    List<String> fields = new ArrayList<>(tree.entries().size() * 6 + 4);
    fields.add(job.target());
    fields.add(tree.folder() ? "d" : "f");
    fields.add(job.options().resume() ? "1" : "0");
    fields.add(certificate);
    for (LocalTree.Entry entry : tree.entries()) {
      fields.add(
          switch (entry.kind()) {
            case FILE -> "f";
            case FOLDER -> "d";
            case LINK -> "l";
          });
      fields.add(entry.path());
      fields.add(Long.toString(entry.size()));
      fields.add(Integer.toOctalString(entry.mode()));
      fields.add(Long.toString(entry.modified()));
      fields.add(entry.link());
    }
    return fields;
  }

  /** The stream that goes from host to host; empty when each gets its own. */
  PutStream chain(List<Map<Integer, Long>> lacking) {
    boolean pays =
        job.options().chain() == CopyOptions.Chain.ON
            || lacking.stream().mapToLong(this::moved).max().orElse(0) >= CHAIN_BYTES;
    TreeMap<Integer, Long> union = new TreeMap<>();
    if (lacking.size() > 1 && pays) {
      lacking.forEach(
          entries -> entries.forEach((entry, from) -> union.merge(entry, from, Math::min)));
    }
    return stream(union);
  }

  /** Whether a stream has all that a host lacks; an entry of size 0 is in no stream. */
  boolean covers(PutStream stream, Map<Integer, Long> lacking) {
    return lacking.entrySet().stream()
        .allMatch(
            lack ->
                job.tree().entries().get(lack.getKey()).size() == 0
                    || stream.parts().stream()
                        .anyMatch(
                            part ->
                                part.entry() == lack.getKey() && part.offset() <= lack.getValue()));
  }

  /** What a host lacks, as one stream. */
  PutStream stream(Map<Integer, Long> lacking) {
    List<PutStream.Part> parts = new ArrayList<>();
    lacking.forEach(
        (entry, from) -> {
          long length = job.tree().entries().get(entry).size() - from;
          if (length > 0) {
            parts.add(new PutStream.Part(entry, from, length));
          }
        });
    return new PutStream(parts);
  }

  /** The bytes that a host lacks. */
  long moved(Map<Integer, Long> lacking) {
    return stream(lacking).size();
  }
}
