package dev.muster.config.schema;

import java.util.List;
import java.util.function.Supplier;

/** What a value looks like, for tools that know no readers: JSON Schemas are made from it. */
public sealed interface Shape {

  /** Anything. */
  Shape ANY = new Any();

  /** A text; a number is taken as it is written. */
  Shape TEXT = new Text();

  Shape BOOLEAN = new Truth();

  /** Anything. */
  record Any() implements Shape {}

  /** A text or a number. */
  record Text() implements Shape {}

  /** True or false. */
  record Truth() implements Shape {}

  /** A whole number within bounds, both included. */
  record Whole(long least, long most) implements Shape {}

  /** A number, no less than a bound. */
  record Decimal(double least, boolean included) implements Shape {}

  /** Values in order. */
  record ListOf(Shape element) implements Shape {}

  /** Any keys with values of one shape. */
  record MapOf(Shape value) implements Shape {}

  /**
   * The keys of a schema.
   *
   * @param schema asked for later: it may be declared behind the option
   */
  record Keys(Supplier<Schema> schema) implements Shape {}

  /** One of several. */
  record Either(List<Shape> shapes) implements Shape {
    public Either {
      shapes = List.copyOf(shapes);
    }
  }

  /** One of several. */
  static Shape either(Shape... shapes) {
    return new Either(List.of(shapes));
  }

  /** One value, or a list of them. */
  static Shape oneOrMore(Shape element) {
    return either(element, new ListOf(element));
  }
}
