package dev.muster.service.hadoop;

import java.util.Optional;

/**
 * A setting of Hadoop as it is written in one of two forms: {@code CORE_CONF_fs_defaultFS=…} or
 * {@code core.fs.defaultFS=…}.
 *
 * @param site the file that it belongs to
 * @param key as Hadoop knows it
 */
record Setting(Site site, String key, String value) {

  private static final String KEY = "[A-Za-z0-9][A-Za-z0-9._-]{0,200}";
  private static final int LONGEST = 4096;

  /**
   * Reads the name of a variable: after the prefix {@code ___} is {@code -}, {@code __} is {@code
   * _}, and {@code _} is a dot, as the Hadoop images of bde2020 have it.
   *
   * @return empty for one that is none of Hadoop's
   */
  static Optional<Setting> ofVariable(String name, String value) {
    return Site.ofVariable(name)
        .map(site -> new Setting(site, key(name.substring(site.variable().length())), value));
  }

  /**
   * Reads a key with the prefix of its file, or without one where Hadoop's keys say it themselves.
   *
   * @return empty when nobody knows where it belongs
   */
  static Optional<Setting> ofKey(String name, String value) {
    for (Site site : Site.values()) {
      String rest = name.startsWith(site.prefix()) ? name.substring(site.prefix().length()) : null;
      // "yarn.nodemanager.x" is a whole key, "yarn.yarn.nodemanager.x" one with its file's name.
      if (rest != null && (site == Site.CORE || Site.ofKey(rest).isPresent())) {
        return Optional.of(new Setting(site, rest, value));
      }
      if (rest != null && site == Site.HDFS) {
        return Optional.of(new Setting(site, rest, value));
      }
    }
    return Site.ofKey(name).map(site -> new Setting(site, name, value));
  }

  /** What is wrong with it, empty when nothing is. */
  Optional<String> problem() {
    if (!key.matches(KEY)) {
      return Optional.of("\"" + key + "\" cannot be a key of Hadoop");
    }
    if (value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("the value of " + key + " is not one line of at most 4096 characters");
    }
    return Optional.empty();
  }

  private static String key(String rest) {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < rest.length(); ) {
      int end = i;
      while (end < rest.length() && rest.charAt(end) == '_') {
        end++;
      }
      int left = end - i;
      while (left > 0) {
        int taken = Math.min(3, left);
        key.append(taken == 3 ? '-' : taken == 2 ? '_' : '.');
        left -= taken;
      }
      if (end == i) {
        key.append(rest.charAt(i));
        end++;
      }
      i = end;
    }
    return key.toString();
  }
}
