package dev.muster.fleet;

import java.util.List;

/**
 * The bytes that travel to a host, or along a chain: parts of files, one behind the other.
 *
 * @param parts none is empty
 */
record PutStream(List<Part> parts) {

  PutStream {
    parts = List.copyOf(parts);
  }

  /**
   * A part.
   *
   * @param entry number in the tree
   * @param offset where it begins in the file
   */
  record Part(int entry, long offset, long length) {}

  long size() {
    return parts.stream().mapToLong(Part::length).sum();
  }

  boolean contains(int entry) {
    return parts.stream().anyMatch(part -> part.entry() == entry);
  }
}
