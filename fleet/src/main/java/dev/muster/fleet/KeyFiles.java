package dev.muster.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/** Private keys from files, each read once. */
final class KeyFiles {

  private static final long LARGEST = 1 << 20;

  /**
   * What came of a file.
   *
   * @param keys empty when there is a problem
   * @param problem why it cannot be used; null when it can
   * @param encrypted whether it can be used through an agent only
   */
  record Loaded(List<KeyPair> keys, @Nullable String problem, boolean encrypted) {}

  private final Map<Path, Loaded> loaded = new ConcurrentHashMap<>();

  /** The keys of a file. */
  Loaded load(Path file) {
    return loaded.computeIfAbsent(file, KeyFiles::read);
  }

  /** The public key that stands beside a private one, null when none does. */
  static @Nullable PublicKey publicKey(Path file) {
    try {
      Path beside = Path.of(file + ".pub");
      if (!Files.isReadable(beside)) {
        return null;
      }
      return PublicKeyEntry.parsePublicKeyEntry(Files.readString(beside).strip())
          .resolvePublicKey(null, Map.of(), null);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      return null;
    }
  }

  private static Loaded read(Path file) {
    try {
      if (!Files.exists(file)) {
        return problem("there is no key " + file);
      }
      if (Files.size(file) > LARGEST) {
        return problem(file + " is no private key");
      }
      // Asked for a passphrase we notice that the key has one.
      boolean[] asked = new boolean[1];
      FilePasswordProvider noPassphrase =
          (session, resource, retry) -> {
            asked[0] = true;
            return null;
          };
      try (InputStream in = Files.newInputStream(file)) {
        Iterable<KeyPair> found =
            SecurityUtils.loadKeyPairIdentities(
                null, NamedResource.ofName(file.toString()), in, noPassphrase);
        List<KeyPair> keys = new ArrayList<>();
        if (found != null) {
          found.forEach(keys::add);
        }
        return keys.isEmpty()
            ? problem(file + " is no private key")
            : new Loaded(keys, null, false);
      } catch (GeneralSecurityException | RuntimeException | IOException e) {
        if (asked[0]) {
          return new Loaded(List.of(), "the key " + file + " has a passphrase", true);
        }
        return problem("cannot read the key " + file + ": " + e.getMessage());
      }
    } catch (IOException e) {
      return problem("cannot read the key " + file + ": " + e.getMessage());
    }
  }

  private static Loaded problem(String words) {
    return new Loaded(List.of(), words, false);
  }
}
