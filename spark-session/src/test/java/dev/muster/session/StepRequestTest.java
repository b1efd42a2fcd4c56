package dev.muster.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.protocol.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepRequestTest {

  private static StepRequest read(String json) {
    return StepRequest.of(Json.parseObject(json));
  }

  @Test
  void isReadWhole() {
    StepRequest request =
        read(
            "{\"step\":\"a\",\"main\":\"X\",\"application\":\"/a.jar\",\"args\":[\"\",\"b c\"],"
                + "\"log\":\"/l\",\"end\":\"/e\",\"settings\":{\"spark.x\":\"1\"},\"keep\":true}");
    assertThat(request.jars()).containsExactly(Path.of("/a.jar"));
    assertThat(request.args).isEqualTo(List.of("", "b c"));
    assertThat(request.settings).isEqualTo(Map.of("spark.x", "1"));
    assertThat(request.keep).isTrue();
  }

  @Test
  void whatIsMissingIsRefused() {
    assertThatThrownBy(
            () -> read("{\"step\":\"a\",\"main\":\"X\",\"application\":\"/a\",\"args\":[1]}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> read("{}")).isInstanceOf(IllegalArgumentException.class);
  }
}
