package dev.muster.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a host has at a place, folders before what is in them.
 *
 * @param folder whether the place is a folder
 * @param entries numbered by their position, as the host knows them
 */
record RemoteListing(boolean folder, List<LocalTree.Entry> entries) {

  static final RemoteListing NOTHING = new RemoteListing(false, List.of());

  private static final int FIELDS = 6;
  private static final int MODE = 0777;

  RemoteListing {
    entries = List.copyOf(entries);
  }

  /**
   * Reads what {@code get.py} lists.
   *
   * @throws IOException when a path leads out of the place: a host does not choose where on this
   *     machine it writes
   */
  static RemoteListing parse(List<String> fields) throws IOException {
    List<LocalTree.Entry> found = new ArrayList<>();
    for (int i = 1; i + FIELDS - 1 < fields.size(); i += FIELDS) {
      LocalTree.Kind kind =
          switch (fields.get(i)) {
            case "f" -> LocalTree.Kind.FILE;
            case "d" -> LocalTree.Kind.FOLDER;
            default -> LocalTree.Kind.LINK;
          };
      String path = fields.get(i + 1);
      if (path.startsWith("/") || Path.of(path).normalize().startsWith("..")) {
        throw new IOException("the host names a file outside of the folder: " + path);
      }
      found.add(
          new LocalTree.Entry(
              kind,
              path,
              Long.parseLong(fields.get(i + 2)),
              Integer.parseInt(fields.get(i + 3), 8) & MODE,
              Long.parseLong(fields.get(i + 4)),
              fields.get(i + 5)));
    }
    return new RemoteListing(fields.get(0).equals("d"), found);
  }

  LocalTree.Entry entry(int number) {
    return entries.get(number);
  }

  /** Numbers of the entries that are not left out; what is in a folder goes with it. */
  List<Integer> without(Excludes excludes) {
    List<Integer> kept = new ArrayList<>();
    Set<String> left = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      LocalTree.Entry entry = entries.get(i);
      int slash = entry.path().lastIndexOf('/');
      boolean out =
          !entry.path().isEmpty()
              && ((slash > 0 && left.contains(entry.path().substring(0, slash)))
                  || excludes.matches(entry.path(), entry.kind() == LocalTree.Kind.FOLDER));
      if (out) {
        left.add(entry.path());
      } else {
        kept.add(i);
      }
    }
    return kept;
  }
}
