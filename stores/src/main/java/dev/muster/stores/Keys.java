package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.nio.charset.StandardCharsets;

/** Which keys any store takes: those that stay below its root. */
final class Keys {

  private Keys() {}

  /**
   * Refuses a key that is empty, absolute, leads out of the root, or is no text.
   *
   * @throws MusterException INVALID
   */
  static void check(String root, String key) {
    if (key.isEmpty()) {
      throw invalid(root, key, "it is empty");
    }
    checkPrefix(root, key);
    if (("/" + key + "/").contains("/../")) {
      throw invalid(root, key, "it leads out of the store");
    }
  }

  /** Refuses a prefix that no key can start with. An empty one is every key's. */
  static void checkPrefix(String root, String prefix) {
    if (prefix.startsWith("/")) {
      throw invalid(root, prefix, "it starts with a slash");
    }
    if (prefix.indexOf('\0') >= 0) {
      throw invalid(root, prefix.replace("\0", "\\0"), "it holds a NUL character");
    }
    if (("/" + prefix).contains("/../")) {
      throw invalid(root, prefix, "it leads out of the store");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(prefix)) {
      throw invalid(root, prefix, "it is not Unicode text");
    }
  }

  static MusterException invalid(String root, String key, String why) {
    return new MusterException(
        ErrorKind.INVALID,
        "the key \"%s\" cannot be used in %s: %s".formatted(key, root, why),
        "give a key below the root, such as folder/name.csv");
  }
}
