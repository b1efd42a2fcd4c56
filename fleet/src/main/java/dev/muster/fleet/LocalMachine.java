package dev.muster.fleet;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * This machine as a host: what a program gets that a login over SSH would have given it.
 *
 * @param home where programs start; the user's
 * @param environment of programs, without what only Muster's own process should have
 */
record LocalMachine(Path home, Map<String, String> environment) {

  /**
   * What passes: a login sets these, or an administrator for everybody. Anything else, keys of
   * clouds for instance, stays with who set it; jobs get theirs by {@code --env}.
   */
  private static final Set<String> KEPT =
      Set.of("PATH", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "JAVA_HOME", "XDG_RUNTIME_DIR");

  LocalMachine {
    environment = Map.copyOf(environment);
  }

  /**
   * @param own environment of this process
   */
  static LocalMachine of(Path home, String user, Map<String, String> own) {
    Map<String, String> kept = new TreeMap<>(own);
    kept.keySet().removeIf(name -> !KEPT.contains(name) && !name.startsWith("LC_"));
    kept.put("HOME", home.toString());
    kept.put("USER", user);
    kept.put("LOGNAME", user);
    return new LocalMachine(home, kept);
  }

  /**
   * A process of it, not started. It gets a session of its own, so that what a terminal sends to
   * Muster does not reach it.
   */
  ProcessBuilder process(List<String> argv) {
    ProcessBuilder builder = new ProcessBuilder(argv).directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }
}
