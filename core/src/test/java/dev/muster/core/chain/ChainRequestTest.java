package dev.muster.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChainRequestTest {

  @Test
  void isReadAsItWasWritten() {
    ChainRequest request =
        new ChainRequest(
            Path.of("/wörk/with space"),
            Map.of("x", "a:\"b\"\n", "y", ""),
            List.of("0", "d/é.csv"));

    assertThat(ChainRequest.parse(request.json())).isEqualTo(request);
  }
}
