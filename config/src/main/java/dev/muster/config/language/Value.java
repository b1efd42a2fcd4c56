package dev.muster.config.language;

import java.util.List;
import java.util.Map;
import java.util.Optional;

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
   * @param json as it was written
   */
  record Literal(String json, Origin origin) implements Value {
    @Override
    public String shown() {
      return json;
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
