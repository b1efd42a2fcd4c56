package dev.muster.config.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.muster.config.yaml.YamlValue.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a text that is JSON, as programs write it, many times faster than YAML is read: a matrix of
 * parameters may have thousands of values.
 */
final class JsonText {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonParser parser;
  private int values;

  private JsonText(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads one value; none when the text is not JSON in all and within bounds: YAML says why. */
  static Optional<YamlValue> parse(String text) {
    if (!text.startsWith("{")) {
      return Optional.empty();
    }
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      YamlValue value = new JsonText(parser).value(0);
      return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
    } catch (JsonProcessingException | OutOfBoundsException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("reading a text", e);
    }
  }

  private YamlValue value(int depth) throws IOException {
    if (depth > YamlFile.MAX_DEPTH || ++values > NodeReader.MAX_VALUES) {
      throw new OutOfBoundsException();
    }
    int line = line();
    return switch (parser.currentToken()) {
      case START_OBJECT -> new YamlValue.Mapping(entries(depth), line);
      case START_ARRAY -> new YamlValue.Sequence(items(depth), line);
      case VALUE_NUMBER_INT -> scalar(Kind.WHOLE_NUMBER, line);
      case VALUE_NUMBER_FLOAT -> scalar(Kind.NUMBER, line);
      case VALUE_TRUE, VALUE_FALSE -> scalar(Kind.BOOLEAN, line);
      case VALUE_NULL -> scalar(Kind.NULL, line);
      default -> scalar(Kind.TEXT, line);
    };
  }

  private YamlValue.Scalar scalar(Kind kind, int line) throws IOException {
    return new YamlValue.Scalar(parser.getText(), kind, line);
  }

  private List<YamlValue> items(int depth) throws IOException {
    List<YamlValue> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(depth + 1));
    }
    return items;
  }

  private List<YamlValue.Entry> entries(int depth) throws IOException {
    List<YamlValue.Entry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.getText();
      int line = line();
      parser.nextToken();
      entries.add(new YamlValue.Entry(key, value(depth + 1), line));
    }
    return entries;
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  /** Deeper or longer than a configuration may be. */
  private static final class OutOfBoundsException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
