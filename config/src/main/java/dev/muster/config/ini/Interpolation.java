package dev.muster.config.ini;

import dev.muster.config.text.DidYouMean;
import dev.muster.spi.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Works out <code>${key}</code>, <code>${section:key}</code> and {@code $$} as Python's {@code
 * ExtendedInterpolation} does: a key without a section is looked up where the value is asked for.
 */
final class Interpolation {

  /** References that lead on to references; Python's reader gives up behind as many. */
  static final int MAX_DEPTH = 10;

  /** Characters that one value may come to. */
  static final int MAX_LENGTH = 1 << 20;

  /** More problems than these need no hint, nor does a value need more problems. */
  private static final int MOST_PROBLEMS = 100;

  /** How far references are followed at all. */
  private static final int MOST_OPEN = 200;

  private final RawSections raw;
  private final Map<Name, Result> results = new HashMap<>();
  private final Set<Name> open = new LinkedHashSet<>();
  private int hints;

  Interpolation(RawSections raw) {
    this.raw = raw;
  }

  /** A key as it is asked for in a section. */
  record Name(String section, String key) {
    @Override
    public String toString() {
      return section + ":" + key;
    }
  }

  /**
   * What a value comes to.
   *
   * @param text null when something is wrong
   * @param depth how many values deep it leads, itself counted
   */
  record Result(@Nullable String text, int depth, List<Problem> problems) {}

  /** Works out a value that is there. */
  Result of(Name name, RawValue value) {
    Result known = results.get(name);
    if (known != null) {
      return known;
    }
    open.add(name);
    Result result = new Expansion(name, value).run();
    open.remove(name);
    results.put(name, result);
    return result;
  }

  /** One value on its way. */
  private final class Expansion {
    private final Name name;
    private final RawValue value;
    private final String text;
    private final StringBuilder out = new StringBuilder();
    private final List<Problem> problems = new ArrayList<>();
    private int depth = 1;
    private boolean stopped;

    Expansion(Name name, RawValue value) {
      this.name = name;
      this.value = value;
      this.text = value.text();
    }

    Result run() {
      int at = 0;
      while (at < text.length() && !stopped) {
        int dollar = text.indexOf('$', at);
        if (dollar < 0) {
          out.append(text, at, text.length());
          break;
        }
        out.append(text, at, dollar);
        at = reference(dollar);
        if (out.length() > MAX_LENGTH) {
          stop(dollar, "it comes to more than " + MAX_LENGTH + " characters", null);
        }
      }
      if (depth > MAX_DEPTH && problems.isEmpty()) {
        stop(0, "references lead on more than " + MAX_DEPTH + " times", "write the value out");
      }
      return new Result(problems.isEmpty() ? out.toString() : null, depth, problems);
    }

    /** Puts in what stands at a dollar sign; says where reading goes on. */
    private int reference(int dollar) {
      char next = dollar + 1 < text.length() ? text.charAt(dollar + 1) : 0;
      if (next == '$') {
        out.append('$');
        return dollar + 2;
      }
      int end = next == '{' ? text.indexOf('}', dollar) : -1;
      if (end < dollar + 3) {
        String wrong =
            next != '{'
                ? "a single $ stands for nothing"
                : end < 0 ? "the ${ is not closed" : "the ${} names nothing";
        wrong(dollar, wrong, next == '{' ? "for instance ${Section:key}" : "write $$ for a $");
        return end < 0 ? dollar + 1 : end + 1;
      }
      String path = text.substring(dollar + 2, end);
      int colon = path.indexOf(':');
      if (colon != path.lastIndexOf(':')) {
        wrong(dollar, "${" + path + "} has more than one colon", "it is ${Section:key}");
      } else {
        Name to =
            colon < 0
                ? new Name(name.section(), path)
                : new Name(path.substring(0, colon), path.substring(colon + 1));
        follow(dollar, path, to);
      }
      return end + 1;
    }

    private void follow(int dollar, String path, Name to) {
      Optional<RawValue> target = raw.find(to.section(), to.key());
      if (target.isEmpty()) {
        wrong(dollar, "${" + path + "} leads to nothing", hint(path, to));
      } else if (target.get().text().indexOf('$') < 0) {
        out.append(target.get().text());
      } else if (open.contains(to)) {
        stop(dollar, "${" + path + "} leads round in a circle: " + circle(to), null);
      } else if (open.size() > MOST_OPEN) {
        depth = MAX_DEPTH + 1;
      } else {
        Result inner = of(to, target.get());
        depth = Math.max(depth, inner.depth() + 1);
        problems.addAll(inner.problems());
        stopped = problems.size() > MOST_PROBLEMS;
        out.append(inner.text() == null ? "" : inner.text());
      }
    }

    private String circle(Name to) {
      List<String> names = new ArrayList<>();
      for (Name each : open) {
        if (!names.isEmpty() || each.equals(to)) {
          names.add(each.toString());
        }
      }
      names.add(to.toString());
      return String.join(" → ", names);
    }

    private @Nullable String hint(String path, Name to) {
      if (++hints > MOST_PROBLEMS) {
        return null;
      }
      if (!raw.has(to.section())) {
        List<String> holders =
            raw.sections().stream()
                .filter(section -> raw.find(section, to.key()).isPresent())
                .toList();
        return DidYouMean.nearest(to.section(), holders)
            .map(near -> "did you mean ${" + near + ":" + to.key() + "}?")
            .orElse("there is no section [" + to.section() + "]");
      }
      Set<String> keys = raw.keys(to.section());
      keys.remove(name.key());
      Optional<String> near = DidYouMean.nearest(to.key(), keys);
      String section = path.contains(":") ? to.section() + ":" : "";
      return near.map(key -> "did you mean ${" + section + key + "}?")
          .orElse("[" + to.section() + "] has no key " + to.key());
    }

    /** Notes what is wrong and goes on, so that the rest of the value is looked at too. */
    private void wrong(int position, String message, @Nullable String hint) {
      problems.add(
          new Problem(
              value.file(),
              value.lineAt(position),
              "[" + name.section() + "] " + name.key() + ": " + message,
              hint));
      stopped = problems.size() > MOST_PROBLEMS;
    }

    private void stop(int position, String message, @Nullable String hint) {
      wrong(position, message, hint);
      stopped = true;
    }
  }
}
