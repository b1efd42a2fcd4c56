package dev.muster.config.language;

import dev.muster.config.yaml.YamlValue.Kind;
import dev.muster.config.yaml.YamlValue.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A value that knows where it stands. */
public sealed interface Value {

  /** Where it begins. */
  Origin origin();

  /** What it is, for messages. */
  String shown();

  /** As plain JSON, two spaces a level. */
  default String json() {
    return JsonWriter.write(this);
  }

  /** A text. */
  record Text(String text, Origin origin) implements Value {
    @Override
    public String shown() {
      return "a text";
    }
  }

  /**
   * A number, a boolean or null.
   *
   * @param text as it was written
   * @param kind what it is
   */
  record Literal(String text, Kind kind, Origin origin) implements Value {

    private static final Pattern JSON_NUMBER =
        Pattern.compile("-?(0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][-+]?[0-9]++)?");

    /** One as JSON writes it. */
    public static Literal ofJson(String json, Origin origin) {
      Kind kind =
          switch (json) {
            case "true", "false" -> Kind.BOOLEAN;
            case "null" -> Kind.NULL;
            default ->
                json.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E')
                    ? Kind.NUMBER
                    : Kind.WHOLE_NUMBER;
          };
      return new Literal(json, kind, origin);
    }

    /** As JSON writes it; a number of YAML that JSON cannot write is a text. */
    @Override
    public String json() {
      return switch (kind) {
        case NULL -> "null";
        case BOOLEAN -> Boolean.toString(new Scalar(text, kind, 0).isTrue());
        default -> JSON_NUMBER.matcher(text).matches() ? text : new Text(text, origin).json();
      };
    }

    @Override
    public String shown() {
      return text;
    }
  }

  /** Values in order. */
  record Items(List<Value> values, Origin origin) implements Value {
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public String shown() {
      return "a list";
    }
  }

  /**
   * An object.
   *
   * @param members in the order of the text, each name once
   */
  record Members(List<Member> members, Origin origin) implements Value {
    public Members {
      members = List.copyOf(members);
    }

    /** The value of a name. */
    public Optional<Value> find(String name) {
      return members.stream()
          .filter(member -> member.name().equals(name))
          .map(Member::value)
          .findFirst();
    }

    static Members of(Map<String, Member> members, Origin origin) {
      return new Members(List.copyOf(members.values()), origin);
    }

    @Override
    public String shown() {
      return "an object";
    }
  }

  /**
   * A name with its value.
   *
   * @param origin of the name
   */
  record Member(String name, Value value, Origin origin) {}
}
