package dev.muster.app;

import java.nio.file.Path;
import java.util.Map;

/** Where Muster keeps its state. */
final class HomeFolder {

  private HomeFolder() {}

  /** {@code MUSTER_HOME}, else {@code .muster} in the user's home folder; absolute. */
  static Path of(Map<String, String> environment) {
    String named = environment.get("MUSTER_HOME");
    if (named != null && !named.isBlank()) {
      return Path.of(named).toAbsolutePath();
    }
    return ofUser(environment).resolve(".muster");
  }

  /** The user's home folder; absolute. */
  static Path ofUser(Map<String, String> environment) {
    String home = environment.get("HOME"); // Java asks the list of users, whatever HOME says
    boolean set = home != null && !home.isBlank();
    return Path.of(set ? home : System.getProperty("user.home", "")).toAbsolutePath();
  }
}
