package dev.muster.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactorTest {

  @Test
  void replacesValuesOfSecrets() {
    Redactor redactor = Redactor.of(List.of("TOKEN"), Map.of("TOKEN", "s3cr3t", "OTHER", "plain"));
    assertThat(redactor.redact("a s3cr3t in plain s3cr3t")).isEqualTo("a *** in plain ***");
  }

  @Test
  void findsThemInJsonToo() {
    Redactor redactor = Redactor.of(List.of("TOKEN"), Map.of("TOKEN", "a\"b\\c"));
    assertThat(redactor.redact("{\"x\":\"a\\\"b\\\\c\"}")).isEqualTo("{\"x\":\"***\"}");
  }

  @Test
  void replacesTheLongerOfTwoThatOverlap() {
    Redactor redactor = Redactor.of(List.of("A", "B"), Map.of("A", "pass", "B", "password"));
    assertThat(redactor.redact("password")).isEqualTo("***");
  }

  @Test
  void leavesJsonBehindWhateverTheSecretIs() {
    Redactor redactor =
        Redactor.of(List.of("PIN", "WORD"), Map.of("PIN", "907518263", "WORD", "true"));
    assertThat(redactor.redactJson("{\"n\":907518263,\"ok\":true,\"true\":[\"is true\"]}"))
        .isEqualTo("{\"n\":\"***\",\"ok\":true,\"***\":[\"is ***\"]}");
    assertThat(redactor.redactJson("{\"n\": 1.50}")).as("as it was").isEqualTo("{\"n\": 1.50}");
  }

  @Test
  void leavesVeryShortValuesAlone() {
    Redactor redactor = Redactor.of(List.of("A"), Map.of("A", "a"));
    assertThat(redactor.redact("banana")).isEqualTo("banana");
  }
}
