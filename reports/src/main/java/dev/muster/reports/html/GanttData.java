package dev.muster.reports.html;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.muster.reports.gantt.Bar;
import dev.muster.reports.gantt.Row;
import dev.muster.reports.gantt.Timeline;
import dev.muster.reports.text.Json;
import dev.muster.reports.text.Visible;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A timeline as the page's script reads it.
 *
 * <pre>{"span":µs, "rows":[{"label":…, "node":place, "bars":[start, length, busy, tasks, failed,
 * name, …]}], "names":[…]}</pre>
 *
 * <p>A bar's start counts from the end of the bar before it; name is a place in names, or −1.
 */
final class GanttData {

  private GanttData() {}

  static Html of(Timeline timeline, Map<Integer, String> names, UnaryOperator<String> redact)
      throws IOException {
    StringWriter text = new StringWriter();
    StringWriter nameTexts = new StringWriter();
    try (JsonGenerator json = Json.FACTORY.createGenerator(text);
        JsonGenerator found = Json.FACTORY.createGenerator(nameTexts)) {
      json.writeStartObject();
      json.writeNumberField("span", timeline.span());
      json.writeArrayFieldStart("rows");
      found.writeStartArray();
      int nameCount = 0;
      for (Row row : timeline.rows()) {
        json.writeStartObject();
        json.writeStringField("label", Visible.line(redact.apply(row.label())));
        json.writeNumberField("node", row.node());
        json.writeArrayFieldStart("bars");
        long last = 0;
        for (Bar bar : row.bars()) {
          String name = bar.tasks() == 1 ? names.get(bar.ordinal()) : null;
          write(json, bar, last, name == null ? -1 : nameCount);
          last = bar.end();
          if (name != null) {
            found.writeString(Visible.line(redact.apply(name)));
            nameCount++;
          }
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      found.writeEndArray();
      found.flush();
      json.writeEndArray();
      json.writeFieldName("names");
      json.writeRawValue(nameTexts.toString());
      json.writeEndObject();
    }
    return Html.json(text.toString());
  }

  private static void write(JsonGenerator json, Bar bar, long last, int name) throws IOException {
    json.writeNumber(bar.start() - last);
    json.writeNumber(bar.end() - bar.start());
    json.writeNumber(bar.busy());
    json.writeNumber(bar.tasks());
    json.writeNumber(bar.failed());
    json.writeNumber(name);
  }
}
