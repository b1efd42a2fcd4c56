package dev.muster.core.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells which files look as if they held secrets: by their names, and by how they begin. */
final class SecretFiles {

  private static final Set<String> FOLDERS =
      Set.of(".aws", ".azure", ".gcloud", ".gnupg", ".kube", ".ssh", ".docker");

  private static final Pattern NAMES =
      Pattern.compile(
          "\\.env(\\..+)?|\\.netrc|\\.pypirc|\\.pgpass|\\.git-credentials|\\.npmrc|\\.htpasswd"
              + "|.*\\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk)"
              + "|id_(rsa|dsa|ecdsa|ed25519)(_sk)?|credentials(\\.(json|csv|ini))?|secrets?\\.(ya?ml|json|env)"
              + "|.*service[-_]account.*\\.json|application_default_credentials\\.json");

  /** Files that show how the real one is written. */
  private static final Pattern SAMPLES =
      Pattern.compile(".*\\.(example|sample|template|dist|tmpl)");

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----|\"private_key\"\\s*:");
  private static final int LOOKED_AT = 4_096;

  private SecretFiles() {}

  /** Why a file is taken for a secret; empty when it is not. */
  static Optional<String> why(String name, Path file) throws IOException {
    String lower = name.toLowerCase(Locale.ROOT);
    String[] parts = lower.split("/", -1);
    String last = parts[parts.length - 1];
    for (int i = 0; i < parts.length - 1; i++) {
      if (FOLDERS.contains(parts[i])) {
        return Optional.of("it is in " + parts[i]);
      }
    }
    if (NAMES.matcher(last).matches() && !SAMPLES.matcher(last).matches()) {
      return Optional.of("its name is that of secrets");
    }
    try (InputStream in = Files.newInputStream(file)) {
      String begin = new String(in.readNBytes(LOOKED_AT), StandardCharsets.ISO_8859_1);
      return KEY.matcher(begin).find() ? Optional.of("it holds a private key") : Optional.empty();
    }
  }
}
