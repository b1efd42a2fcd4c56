package dev.muster.config.language;

import dev.muster.config.language.Value.Literal;
import dev.muster.config.language.Value.Member;
import dev.muster.config.language.Value.Members;
import dev.muster.config.language.Value.Text;
import dev.muster.config.text.DidYouMean;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts values in the place of <code>${var:name}</code>, in names of members too. They come from the
 * object {@code variables}, which is taken away, and from the command line, which wins. A value is
 * put in as a text and not looked into again; in Muster's own files a number that is all of the
 * text is a number.
 */
final class Variables {

  static final String OBJECT = "variables";
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{var:([^}]*)}");
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");

  private final Map<String, String> values;
  private final List<Problem> problems = new ArrayList<>();

  private Variables(Map<String, String> values) {
    this.values = values;
  }

  /** The same for a file of Muster's own, whose options know of which type they are. */
  static Members putIntoOptions(Members config, Map<String, String> given) {
    return putInto(config, given, true);
  }

  /**
   * Puts them in.
   *
   * @param given on the command line, by name
   */
  static Members putInto(Members config, Map<String, String> given) {
    return putInto(config, given, false);
  }

  private static Members putInto(Members config, Map<String, String> given, boolean numbers) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, Member> rest = new LinkedHashMap<>();
    for (Member member : config.members()) {
      if (member.name().equals(OBJECT)) {
        values.putAll(read(member.value()));
      } else {
        rest.put(member.name(), member);
      }
    }
    values.putAll(given);
    Variables variables = new Variables(values);
    Value done =
        Texts.map(
            Members.of(rest, config.origin()),
            variables::filled,
            text -> variables.value(text, numbers));
    if (!variables.problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.CONFIGURATION, variables.problems);
    }
    return (Members) done;
  }

  private static Map<String, String> read(Value object) {
    if (!(object instanceof Members members)) {
      throw LanguageException.of(
          object.origin(), OBJECT + " is an object, not " + object.shown(), null);
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (Member member : members.members()) {
      if (!NAME.matcher(member.name()).matches()) {
        throw LanguageException.of(
            member.origin(),
            "the variable " + member.name() + " has other characters than letters, digits and _",
            null);
      }
      values.put(member.name(), text(member));
    }
    return values;
  }

  /** As Python's {@code str} writes it, which is how these files have been read so far. */
  private static String text(Member member) {
    if (member.value() instanceof Text text) {
      return text.text();
    }
    if (member.value() instanceof Literal literal) {
      return switch (literal.json()) {
        case "true" -> "True";
        case "false" -> "False";
        case "null" -> "None";
        default -> literal.json();
      };
    }
    throw LanguageException.of(
        member.value().origin(),
        "the variable " + member.name() + " is " + member.value().shown() + ", not one value",
        null);
  }

  private Value value(Text text, boolean numbers) {
    String filled = filled(text.text(), text.origin());
    return numbers && REFERENCE.matcher(text.text()).matches() && NUMBER.matcher(filled).matches()
        ? Literal.ofJson(filled, text.origin())
        : new Text(filled, text.origin());
  }

  private String filled(String text, Origin origin) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      if (!NAME.matcher(name).matches() && !Imports.isJson(origin.file())) {
        continue; // a shell's ${var:-default} in a command
      }
      String value = values.get(name);
      if (value == null) {
        problems.add(LanguageException.problem(origin, "there is no variable " + name, hint(name)));
      }
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value == null ? "" : value));
    }
    return matcher.appendTail(filled).toString();
  }

  private @Nullable String hint(String name) {
    return DidYouMean.nearest(name, values.keySet())
        .map(near -> "did you mean " + near + "?")
        .orElse(NAME.matcher(name).matches() ? "give it: -v " + name + ":VALUE" : null);
  }
}
