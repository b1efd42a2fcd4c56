package dev.muster.core.cluster;

import dev.muster.model.HostAddress;
import dev.muster.protocol.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something of Muster's that was found by its tags.
 *
 * @param host where; null for what is in a store
 * @param kind what it is
 * @param cluster id of its cluster, of its run in a store; empty when nothing says it
 * @param name of its cluster; empty when nothing says it
 * @param owner whose it is; empty when nothing says it
 * @param what its path, process number, or mark
 */
public record Leftover(
    @Nullable HostAddress host, Kind kind, String cluster, String name, String owner, String what) {

  /** What may be left. */
  public enum Kind {
    FOLDER,
    PROCESS,
    BOOT,
    SECRET,
    STORE
  }

  private static final int FIELDS = 4;

  /**
   * Reads what {@code leftovers.sh} says. What names its cluster by id gets the rest from the
   * folder of that cluster, where there is one.
   *
   * @return null when it was cut off
   */
  static @Nullable List<Leftover> parse(HostAddress host, String text) {
    List<Leftover> found = new ArrayList<>();
    Map<String, Leftover> folders = new HashMap<>();
    for (String line : text.lines().toList()) {
      if (line.equals("end")) {
        return found.stream().map(one -> one.like(folders.get(one.cluster()))).distinct().toList();
      }
      String[] fields = line.split("\t", FIELDS);
      if (fields.length == FIELDS) {
        kind(fields[0], host, fields, found);
        Leftover last = found.isEmpty() ? null : found.get(found.size() - 1);
        if (last != null && last.kind() == Kind.FOLDER && !last.cluster().isEmpty()) {
          folders.putIfAbsent(last.cluster(), last);
        }
      }
    }
    return null;
  }

  private Leftover like(@Nullable Leftover folder) {
    return folder == null || kind == Kind.FOLDER
        ? this
        : new Leftover(host, kind, cluster, folder.name(), folder.owner(), what);
  }

  private static void kind(String word, HostAddress host, String[] fields, List<Leftover> found) {
    String id = known(fields[1]);
    String name = known(fields[2]);
    switch (word) {
      case "folder" ->
          found.add(
              new Leftover(
                  host, Kind.FOLDER, id, name, owner(fields[3]), "~/.muster/clusters/" + name));
      case "process" -> found.add(new Leftover(host, Kind.PROCESS, id, name, "", fields[3]));
      case "boot" -> found.add(new Leftover(host, Kind.BOOT, id, name, "", fields[3]));
      case "secret" -> found.add(new Leftover(host, Kind.SECRET, id, name, "", fields[3]));
      default -> {}
    }
  }

  private static String known(String field) {
    return field.equals("-") ? "" : field;
  }

  private static String owner(String json) {
    try {
      Map<String, @Nullable Object> all = Json.parseObject(json);
      return all.get("muster-owner") instanceof String owner ? owner : "";
    } catch (RuntimeException e) {
      return ""; // not written by Muster
    }
  }
}
