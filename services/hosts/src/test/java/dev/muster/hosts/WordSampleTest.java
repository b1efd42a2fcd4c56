package dev.muster.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordSampleTest {

  @Test
  void wordsAreCountedAsJobsWriteThem() {
    assertThat(WordSample.expected("b a\nb  c\n")).isEqualTo("a\t1\nb\t2\nc\t1\n");
    assertThat(WordSample.expected(WordSample.text()).lines()).hasSize(18);
  }
}
