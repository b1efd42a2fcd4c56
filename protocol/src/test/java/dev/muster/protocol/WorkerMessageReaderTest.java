package dev.muster.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerMessageReaderTest {

  private static final String HEAD = "{\"done\":7,\"attempt\":2,\"started\":10,\"ended\":20,";

  private static WorkerMessageReader reader(String text) {
    return new WorkerMessageReader(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1000);
  }

  @Test
  void readsMessagesLineByLine() throws IOException {
    WorkerMessageReader reader =
        reader(
            "{\"ready\":{\"pid\":1,\"python\":\"3.11.7\",\"path\":true,\"limits\":false}}\n\n"
                + HEAD
                + "\"log\":{\"path\":\"logs/000/000007.log\",\"bytes\":9,\"cut\":1},"
                + "\"data\":{\"a\":[1,-2.5e3,null,true,\"\\u00e9\\n\"],\"b\":{}}}\n"
                + HEAD
                + "\"file\":\"x.json\",\"size\":5,\"sha256\":\"ab\"}\n"
                + "{\"exit\":\"gone\",\"detail\":null}\n");
    WorkerMessage.Ready ready = (WorkerMessage.Ready) reader.read();
    assertThat(ready.wantsPath()).isTrue();
    assertThat(ready.enforcesMemory()).isFalse();
    WorkerMessage.Done done = (WorkerMessage.Done) reader.read();
    assertThat(done.task()).isEqualTo(7);
    assertThat(done.attempt()).isEqualTo(2);
    assertThat(done.json()).isEqualTo("{\"a\":[1,-2.5e3,null,true,\"\\u00e9\\n\"],\"b\":{}}");
    assertThat(done.log().cut()).isEqualTo(1);
    assertThat(((WorkerMessage.Spooled) reader.read()).size()).isEqualTo(5);
    assertThat(((WorkerMessage.Exit) reader.read()).message()).isEqualTo("gone");
    assertThat(reader.read()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "{}",
        "[1]",
        "{\"done\":7}",
        HEAD + "\"data\":{\"a\":1}",
        HEAD + "\"data\":{\"a\":01}}",
        HEAD + "\"data\":{\"a\":NaN}}",
        HEAD + "\"data\":{\"a\":\"é\"}}",
        HEAD + "\"data\":{\"a\":\"\\x\"}}",
        HEAD + "\"data\":{\"a\" 1}}",
        HEAD + "\"data\":[1]}",
        HEAD + "\"data\":{}}}",
        "{\"done\":7777777777,\"attempt\":1,\"started\":1,\"ended\":1,\"data\":{}}",
        "{\"failed\":1,\"attempt\":1,\"started\":1,\"ended\":1,\"kind\":3,\"message\":\"\"}",
      })
  void refusesWhatIsNoMessageAndGoesOnBehindIt(String line) throws IOException {
    WorkerMessageReader reader = reader(line + "\n{\"exit\":\"gone\"}\n");
    assertThatThrownBy(reader::read).isInstanceOf(ProtocolException.class);
    assertThat(reader.read()).isInstanceOf(WorkerMessage.Exit.class);
  }

  @Test
  void refusesALineWithoutEndBeforeItFillsTheMemory() {
    WorkerMessageReader reader = reader("x".repeat(WorkerMessageReader.SLACK * 2));
    assertThatThrownBy(reader::read).isInstanceOf(ProtocolException.class);
  }

  @Test
  void refusesDeepNesting() {
    String deep = "{\"a\":".repeat(300) + "1" + "}".repeat(300);
    assertThatThrownBy(() -> reader(HEAD + "\"data\":" + deep + "}\n").read())
        .isInstanceOf(ProtocolException.class);
  }

  @Property
  void passesAnyTextThroughUnchanged(@ForAll String text) throws IOException {
    StringBuilder ascii = new StringBuilder();
    text.chars().forEach(c -> ascii.append(c < 0x7f ? (char) c : '?'));
    String json = Json.write(Map.of("a", ascii.toString()));
    WorkerMessage.Done done = (WorkerMessage.Done) reader(HEAD + "\"data\":" + json + "}\n").read();
    assertThat(done.json()).isEqualTo(json);
  }

  @Property
  void writesTasksThatReadBackTheSame(@ForAll String key, @ForAll String column) {
    byte[] line = new TaskMessage().run(3, 1, "file:/d/", key, null, column, "{\"p\":1}", 2);
    Map<String, Object> fields = Json.parseObject(new String(line, StandardCharsets.UTF_8));
    assertThat(fields)
        .containsEntry("task", 3L)
        .containsEntry("key", key)
        .containsEntry("column", column)
        .containsEntry("path", null)
        .containsEntry("round", 2L);
    assertThat(line[line.length - 1]).isEqualTo((byte) '\n');
    assertThat(new String(line, 0, line.length - 1, StandardCharsets.UTF_8)).doesNotContain("\n");
  }
}
