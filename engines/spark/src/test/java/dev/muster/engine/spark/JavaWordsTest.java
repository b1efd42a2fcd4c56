package dev.muster.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaWordsTest {

  @Test
  void splitsAtSpacesButForQuotesAndBackslashes() {
    assertThat(JavaWords.of("")).isEmpty();
    assertThat(JavaWords.of("  -a  -b ")).containsExactly("-a", "-b");
    assertThat(JavaWords.of("-Da=\"b c\" '-D d=e' -Df=\\\"g\\ h \"\""))
        .containsExactly("-Da=b c", "-D d=e", "-Df=\"g h", "");
  }
}
