package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

class OneTimeCertificateTest {

  private static X509Certificate parse(String pem) throws Exception {
    String certificate = pem.substring(pem.indexOf("-----BEGIN CERTIFICATE"));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void isSignedByItselfAndValidWhateverTheClockSays() throws Exception {
    for (int i = 0; i < 50; i++) {
      X509Certificate certificate = parse(OneTimeCertificate.create());
      certificate.verify(certificate.getPublicKey());
      certificate.checkValidity(Date.from(Instant.parse("2001-01-01T00:00:00Z")));
      certificate.checkValidity(Date.from(Instant.parse("2999-01-01T00:00:00Z")));
      assertThat(certificate.getBasicConstraints()).isNotNegative();
    }
  }

  @Test
  void isAnotherOneEachTime() throws Exception {
    X509Certificate one = parse(OneTimeCertificate.create());
    X509Certificate other = parse(OneTimeCertificate.create());
    assertThat(one.getSerialNumber()).isNotEqualTo(other.getSerialNumber());
    assertThat(one.getPublicKey()).isNotEqualTo(other.getPublicKey());
  }
}
