package dev.muster.config.language;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.muster.config.language.Value.Items;
import dev.muster.config.language.Value.Literal;
import dev.muster.config.language.Value.Member;
import dev.muster.config.language.Value.Members;
import dev.muster.config.language.Value.Text;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes values as plain JSON, two spaces a level. */
final class JsonWriter {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonWriter() {}

  static String write(Value value) {
    StringWriter text = new StringWriter();
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    try (JsonGenerator generator = JSON.createGenerator(text).setPrettyPrinter(printer)) {
      write(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException("writing a text", e);
    }
    return text.toString();
  }

  private static void write(Value value, JsonGenerator to) throws IOException {
    if (value instanceof Text text) {
      to.writeString(text.text());
    } else if (value instanceof Literal literal) {
      to.writeRawValue(literal.json());
    } else if (value instanceof Items items) {
      to.writeStartArray();
      for (Value each : items.values()) {
        write(each, to);
      }
      to.writeEndArray();
    } else if (value instanceof Members members) {
      to.writeStartObject();
      for (Member member : members.members()) {
        to.writeFieldName(member.name());
        write(member.value(), to);
      }
      to.writeEndObject();
    }
  }
}
