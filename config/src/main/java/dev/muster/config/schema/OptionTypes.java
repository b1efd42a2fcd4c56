package dev.muster.config.schema;

import dev.muster.config.text.ByteSize;
import dev.muster.config.text.HumanDuration;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Kind;
import dev.muster.config.yaml.YamlValue.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The types that options have. */
public final class OptionTypes {

  /** A longer regular expression is a mistake, and may be too deep to compile. */
  static final int MAX_REGEX = 1000;

  private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9_]{0,17})");
  private static final Pattern FRACTION = Pattern.compile("[-+]?[0-9]{1,18}(\\.[0-9]{0,18})?");
  private static final Set<String> FALSE = Set.of("false", "no", "off", "0");

  /** Any value; the reader of the form looks into it. */
  public static final OptionType<YamlValue> ANY = any("any", "{}");

  /** A text that is not blank; a number is taken as it is written. */
  public static final OptionType<String> TEXT = text("text", "a text", "something");

  /** A text, which may be blank. */
  public static final OptionType<String> BLANKABLE_TEXT =
      scalar("text", "a text", "something", Shape.TEXT, OptionTypes::requireText);

  public static final OptionType<Boolean> BOOLEAN =
      scalar("true or false", "true or false", "true", Shape.BOOLEAN, OptionTypes::requireBoolean);

  /** True when it is there and not blank, whatever it says: how NO_COLOR is read. */
  public static final OptionType<Boolean> PRESENCE =
      scalar(
          "true or false",
          "true or false",
          "true",
          Shape.either(Shape.BOOLEAN, Shape.TEXT),
          value -> value.kind() == Kind.BOOLEAN ? requireBoolean(value) : !value.text().isBlank());

  public static final OptionType<Duration> DURATION =
      scalar(
          "time span",
          HumanDuration.EXPECTED,
          "5m",
          Shape.TEXT,
          value -> {
            Duration duration = HumanDuration.parse(value.text());
            if (duration.isZero()) {
              throw new IllegalArgumentException("a time span is more than 0");
            }
            return duration;
          });

  public static final OptionType<Long> SIZE =
      scalar("size", ByteSize.EXPECTED, "2GiB", Shape.TEXT, value -> ByteSize.parse(value.text()));

  public static final OptionType<String> REGEX =
      scalar(
          "regular expression",
          "a regular expression",
          "\"^temp\"",
          Shape.TEXT,
          OptionTypes::requireRegex);

  private OptionTypes() {}

  /** Any value, with a name and an example of its own. */
  public static OptionType<YamlValue> any(String name, String example) {
    return any(name, example, Shape.ANY);
  }

  /** Any value that looks so, as the reader of the form sees to. */
  public static OptionType<YamlValue> any(String name, String example, Shape shape) {
    return new OptionType<>(
        name, name, example, shape, (type, key, value, problems) -> Optional.of(value));
  }

  /** A text that is not blank, with a name and an example of its own. */
  public static OptionType<String> text(String name, String expected, String example) {
    return scalar(
        name,
        expected,
        example,
        Shape.TEXT,
        value -> {
          String text = requireText(value);
          if (text.isBlank()) {
            throw new IllegalArgumentException("it is blank");
          }
          return text;
        });
  }

  /** A whole number within bounds, both included. */
  public static OptionType<Integer> number(int least, int most, int example) {
    return scalar(
        "number",
        "a whole number",
        Integer.toString(example),
        new Shape.Whole(least, most),
        value -> {
          if (value.kind() != Kind.WHOLE_NUMBER || !DECIMAL.matcher(value.text()).matches()) {
            throw new WrongTypeException();
          }
          long number = Long.parseLong(value.text().replace("_", ""));
          if (number < least || number > most) {
            throw new IllegalArgumentException(
                value.text() + " is not between " + least + " and " + most);
          }
          return (int) number;
        });
  }

  /**
   * A number, with a fraction or without.
   *
   * @param least it is no less
   * @param included whether it may be just that
   */
  public static OptionType<Double> decimal(double least, boolean included, String example) {
    return scalar(
        "number",
        "a number",
        example,
        new Shape.Decimal(least, included),
        value -> {
          if (!FRACTION.matcher(value.text()).matches() || value.kind() == Kind.TEXT) {
            throw new WrongTypeException();
          }
          double number = Double.parseDouble(value.text());
          if (number < least || (!included && number == least)) {
            throw new IllegalArgumentException(
                value.text() + " is not " + (included ? "at least " : "more than ") + (long) least);
          }
          return number;
        });
  }

  /** One value, or a list of them. */
  public static <E> OptionType<List<E>> oneOrMore(OptionType<E> element, String example) {
    return new OptionType<>(
        element.name() + " or list",
        element.expected() + " or a list of them",
        example,
        Shape.oneOrMore(element.shape()),
        (type, key, value, problems) -> {
          if (!(value instanceof YamlValue.Sequence sequence)) {
            return element.read(key, value, problems).map(List::of);
          }
          List<E> elements = new ArrayList<>();
          for (int i = 0; i < sequence.items().size(); i++) {
            element
                .read(key + "[" + i + "]", sequence.items().get(i), problems)
                .ifPresent(elements::add);
          }
          return Optional.of(elements);
        });
  }

  /** The same texts with their lines. */
  public static OptionType<Located> located(OptionType<String> texts) {
    return new OptionType<>(
        texts.name(),
        texts.expected(),
        texts.example(),
        texts.shape(),
        (type, key, value, problems) ->
            texts.read(key, value, problems).map(text -> new Located(text, value.line())));
  }

  /** One value; what the parser throws is noted. */
  private static <T> OptionType<T> scalar(
      String name, String expected, String example, Shape shape, Function<Scalar, T> parser) {
    return new OptionType<>(
        name,
        expected,
        example,
        shape,
        (type, key, value, problems) -> {
          if (!(value instanceof Scalar scalar) || scalar.kind() == Kind.NULL) {
            type.refuse(key, value, problems);
            return Optional.empty();
          }
          try {
            return Optional.of(parser.apply(scalar));
          } catch (WrongTypeException e) {
            type.refuse(key, value, problems);
          } catch (IllegalArgumentException e) {
            problems.add(
                value.line(), key + ": " + e.getMessage(), "for instance  " + key + ": " + example);
          }
          return Optional.empty();
        });
  }

  private static String requireText(Scalar value) {
    if (value.kind() == Kind.BOOLEAN) {
      throw new IllegalArgumentException(
          "a text is expected, but YAML takes "
              + Quoted.of(value.text())
              + " for a boolean: put it in quotes");
    }
    if (value.text().indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a text has no zero character");
    }
    return value.text();
  }

  private static Boolean requireBoolean(Scalar value) {
    String word = value.text().toLowerCase(Locale.ROOT);
    if (!value.isTrue() && !FALSE.contains(word)) {
      throw new WrongTypeException();
    }
    return value.isTrue();
  }

  private static String requireRegex(Scalar value) {
    String text = requireText(value);
    if (text.length() > MAX_REGEX) {
      throw new IllegalArgumentException("it is longer than " + MAX_REGEX + " characters");
    }
    try {
      Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is no regular expression: " + e.getDescription(), e);
    }
    return text;
  }

  /** The value is of another type. */
  private static final class WrongTypeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
  }
}
