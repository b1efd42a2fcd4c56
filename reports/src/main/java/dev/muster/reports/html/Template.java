package dev.muster.reports.html;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page with places to fill.
 *
 * <ul>
 *   <li>{@code {{name}}} is a text, escaped, or an {@link Html}, as it is;
 *   <li>{@code {{#name}}…{{/name}}} appears once for each element of a list, which sees the names
 *       outside of it too;
 *   <li>{@code {{^name}}…{{/name}}} appears when the list is empty.
 * </ul>
 *
 * <p>A name that nothing fills is an error, so that a typing mistake is found by the first test.
 */
final class Template {

  private final List<Part> parts;

  private Template(List<Part> parts) {
    this.parts = parts;
  }

  /** Reads one of this package's resources. */
  static String resource(String name) throws IOException {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the resource " + name + " is missing from Muster's reports");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Reads a template's text. */
  static Template parse(String text) {
    Deque<List<Part>> open = new ArrayDeque<>();
    Deque<String> names = new ArrayDeque<>();
    open.push(new ArrayList<>());
    int at = 0;
    for (int start = text.indexOf("{{"); start >= 0; start = text.indexOf("{{", at)) {
      int end = text.indexOf("}}", start);
      if (end < 0) {
        throw new IllegalArgumentException("a place is not closed: " + text.substring(start));
      }
      open.element().add(new Literal(text.substring(at, start)));
      String name = text.substring(start + 2, end);
      at = end + 2;
      switch (name.charAt(0)) {
        case '#', '^' -> {
          List<Part> inner = new ArrayList<>();
          open.element().add(new Section(name.substring(1), name.charAt(0) == '#', inner));
          open.push(inner);
          names.push(name.substring(1));
        }
        case '/' -> {
          String opened = names.isEmpty() ? "nothing" : names.pop();
          if (!opened.equals(name.substring(1))) {
            throw new IllegalArgumentException(name + " closes " + opened);
          }
          open.pop();
        }
        default -> open.element().add(new Place(name));
      }
    }
    if (!names.isEmpty()) {
      throw new IllegalArgumentException("the section " + names.element() + " is not closed");
    }
    open.element().add(new Literal(text.substring(at)));
    return new Template(open.element());
  }

  /** Writes the page. */
  void fill(Slots slots, Appendable out) throws IOException {
    Scope scope = new Scope(slots, null);
    for (Part part : parts) {
      part.fill(scope, out);
    }
  }

  private sealed interface Part {
    void fill(Scope scope, Appendable out) throws IOException;
  }

  private record Literal(String text) implements Part {
    @Override
    public void fill(Scope scope, Appendable out) throws IOException {
      out.append(text);
    }
  }

  private record Place(String name) implements Part {
    @Override
    public void fill(Scope scope, Appendable out) throws IOException {
      Object value = scope.require(name);
      if (value instanceof Html html) {
        out.append(html.markup());
      } else if (value instanceof String text) {
        out.append(Html.escape(text));
      } else {
        throw new IllegalArgumentException(name + " is a list; it needs a section");
      }
    }
  }

  private record Section(String name, boolean present, List<Part> parts) implements Part {
    @Override
    public void fill(Scope scope, Appendable out) throws IOException {
      if (!(scope.require(name) instanceof List<?> list)) {
        throw new IllegalArgumentException(name + " is not a list; it cannot be a section");
      }
      if (!present) {
        if (list.isEmpty()) {
          fillParts(scope, out);
        }
        return;
      }
      for (Object element : list) {
        fillParts(new Scope((Slots) element, scope), out);
      }
    }

    private void fillParts(Scope scope, Appendable out) throws IOException {
      for (Part part : parts) {
        part.fill(scope, out);
      }
    }
  }

  private record Scope(Slots slots, @Nullable Scope outer) {
    Object require(String name) {
      for (Scope scope = this; scope != null; scope = scope.outer) {
        Object value = scope.slots.find(name);
        if (value != null) {
          return value;
        }
      }
      throw new IllegalArgumentException("nothing fills {{" + name + "}}");
    }
  }
}
