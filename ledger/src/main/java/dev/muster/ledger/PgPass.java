package dev.muster.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The password file of PostgreSQL: {@code host:port:database:user:password}, {@code *} for any,
 * backslash before {@code :} and backslash (PostgreSQL documentation, "The Password File"). The
 * driver has a reader, too, but it looks only at the environment of the process itself.
 */
final class PgPass {

  private static final int FIELDS = 5;

  private final List<List<String>> lines;

  private PgPass(List<List<String>> lines) {
    this.lines = lines;
  }

  /** Reads {@code PGPASSFILE}, or {@code .pgpass} in {@code HOME}; empty when it is not there. */
  static PgPass of(Function<String, @Nullable String> environment) throws IOException {
    String named = environment.apply("PGPASSFILE");
    String home = environment.apply("HOME");
    Path file = named != null ? Path.of(named) : home != null ? Path.of(home, ".pgpass") : null;
    if (file == null || !Files.isRegularFile(file)) {
      return new PgPass(List.of());
    }
    return new PgPass(
        Files.readAllLines(file).stream()
            .filter(line -> !line.startsWith("#"))
            .map(PgPass::fields)
            .filter(fields -> fields.size() == FIELDS)
            .toList());
  }

  /** The password of the first line that fits. */
  Optional<String> find(String host, String port, String database, String user) {
    List<String> wanted = List.of(host, port, database, user);
    return lines.stream()
        .filter(line -> fits(line, wanted))
        .map(line -> line.get(FIELDS - 1))
        .findFirst();
  }

  private static boolean fits(List<String> line, List<String> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!line.get(i).equals("*") && !line.get(i).equals(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        field.append(line.charAt(++i));
      } else if (c == ':' && fields.size() < FIELDS - 1) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
