package dev.muster.packages.archive;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Ed25519 (RFC 8032), with keys in PEM as OpenSSL writes them (RFC 8410). */
final class Signatures {

  private static final String ALGORITHM = "Ed25519";
  private static final int LONGEST_PEM = 1 << 14;

  private Signatures() {}

  /** Signs a text: Base64 and a line end. */
  static String sign(String text, Path privateKey) {
    try {
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(pem(privateKey, "PRIVATE KEY")));
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign()) + "\n";
    } catch (GeneralSecurityException e) {
      throw wrong(privateKey, "private", "openssl genpkey -algorithm ed25519 -out key.pem", e);
    }
  }

  /** Tells whether the holder of a key signed a text. */
  static boolean signed(String text, String signatureText, Path publicKey) {
    PublicKey key;
    try {
      key =
          KeyFactory.getInstance(ALGORITHM)
              .generatePublic(new X509EncodedKeySpec(pem(publicKey, "PUBLIC KEY")));
    } catch (GeneralSecurityException e) {
      throw wrong(publicKey, "public", "openssl pkey -in key.pem -pubout -out key.pub", e);
    }
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return signature.verify(Base64.getDecoder().decode(signatureText.strip()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false; // a signature that has not even the form of one
    }
  }

  private static byte[] pem(Path file, String label) {
    String text;
    try {
      if (Files.isRegularFile(file) && Files.size(file) > LONGEST_PEM) {
        throw wrong(file, label.toLowerCase(Locale.ROOT), null, null);
      }
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.kind(), "the key " + file + " cannot be read: " + fault.words(), null, e);
    }
    String begin = "-----BEGIN " + label + "-----";
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END " + label + "-----");
    if (from < 0 || to < from) {
      throw wrong(
          file,
          label.startsWith("PRIVATE") ? "private" : "public",
          label.startsWith("PRIVATE")
              ? "openssl genpkey -algorithm ed25519 -out key.pem"
              : "openssl pkey -in key.pem -pubout -out key.pub",
          null);
    }
    try {
      return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    } catch (IllegalArgumentException e) {
      throw wrong(file, "", null, e);
    }
  }

  private static MusterException wrong(
      Path file, String kind, @Nullable String hint, @Nullable Exception cause) {
    return new MusterException(
        ErrorKind.INVALID,
        file + " is no " + (kind.isEmpty() ? "" : kind + " ") + "key of Ed25519 in PEM",
        hint,
        cause);
  }
}
