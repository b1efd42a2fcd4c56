package dev.muster.config.language;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.muster.config.language.Value.Items;
import dev.muster.config.language.Value.Literal;
import dev.muster.config.language.Value.Member;
import dev.muster.config.language.Value.Members;
import dev.muster.config.language.Value.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON with {@code //} and block comments; a comma behind the last value is accepted. */
final class JsonReader {

  /** Values nested deeper are refused. */
  static final int MAX_DEPTH = 100;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private final JsonParser parser;
  private final Origin file;

  private JsonReader(JsonParser parser, Origin file) {
    this.parser = parser;
    this.file = file;
  }

  /**
   * Reads the one value of a text.
   *
   * @param file of which it is the text
   */
  static Value read(String text, Origin file) {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonReader reader = new JsonReader(parser, file);
      if (parser.nextToken() == null) {
        throw LanguageException.of(file, "the file is empty", "an empty object is {}");
      }
      Value value = reader.value();
      if (parser.nextToken() != null) {
        throw LanguageException.of(
            reader.here(), "something stands behind the end of the value", "remove it");
      }
      return value;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      Origin origin = at == null ? file : file.at(at.getLineNr(), at.getColumnNr());
      throw LanguageException.of(origin, "not JSON: " + firstLine(e.getOriginalMessage()), null);
    } catch (IOException e) {
      throw new UncheckedIOException("reading a text", e);
    }
  }

  private Value value() throws IOException {
    Origin origin = here();
    return switch (parser.currentToken()) {
      case START_OBJECT -> new Members(members(), origin);
      case START_ARRAY -> new Items(items(), origin);
      case VALUE_STRING -> new Text(parser.getText(), origin);
      default -> Literal.ofJson(parser.getText(), origin);
    };
  }

  private List<Value> items() throws IOException {
    List<Value> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return items;
  }

  private List<Member> members() throws IOException {
    List<Member> members = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.getText();
      Origin origin = here();
      parser.nextToken();
      members.add(new Member(name, value(), origin));
    }
    return members;
  }

  private Origin here() {
    JsonLocation at = parser.currentTokenLocation();
    return file.at(at.getLineNr(), at.getColumnNr());
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }
}
