package dev.muster.fleet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A key and a certificate for one copy from host to host, which both sides of each connection show
 * (docs/adr/0009-copies.md). P-256, signed by itself; valid for ever, since clocks of hosts may be
 * wrong and it is forgotten when the copy ends.
 */
final class OneTimeCertificate {

  private static final byte[] ECDSA_SHA256 = hex("300a06082a8648ce3d040302");
  private static final byte[] VERSION_3 = hex("a003020102");
  // commonName
  private static final byte[] NAME = hex("0603550403");
  private static final byte[] UNTIL = text(0x18, "99991231235959Z");
  // basicConstraints, critical, CA
  private static final byte[] EXTENSIONS = hex("a3133011300f0603551d130101ff040530030101ff");

  private OneTimeCertificate() {}

  /** A new one in PEM: the key, then the certificate. */
  static String create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      byte[] serial = new byte[16];
      new SecureRandom().nextBytes(serial);
      serial[0] = (byte) ((serial[0] & 0x3f) | 0x40);
      byte[] name =
          tag(
              0x30,
              tag(
                  0x31,
                  tag(0x30, NAME, text(0x0c, "muster copy " + HexFormat.of().formatHex(serial)))));
      // X.509 writes dates before 2050 with two digits of the year.
      byte[] from = text(0x17, "000101000000Z");
      byte[] body =
          tag(
              0x30,
              VERSION_3,
              tag(0x02, serial),
              ECDSA_SHA256,
              name,
              tag(0x30, from, UNTIL),
              name,
              pair.getPublic().getEncoded(),
              EXTENSIONS);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(body);
      byte[] bits = signature.sign();
      byte[] certificate = tag(0x30, body, ECDSA_SHA256, tag(0x03, new byte[1], bits));
      return pem("PRIVATE KEY", pair.getPrivate().getEncoded()) + pem("CERTIFICATE", certificate);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has P-256", e);
    }
  }

  private static String pem(String label, byte[] bytes) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static byte[] text(int tag, String text) {
    return tag(tag, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  // DER: tag, length, content.
  private static byte[] tag(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    int length = content.size();
    if (length > 0xff) {
      all.write(0x82);
      all.write(length >> 8);
    } else if (length > 0x7f) {
      all.write(0x81);
    }
    all.write(length & 0xff);
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }
}
