package dev.muster.config.project;

import dev.muster.config.schema.Located;
import dev.muster.config.schema.OptionTypes;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Entry;
import dev.muster.config.yaml.YamlValue.Kind;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.config.yaml.YamlValue.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code env} and {@code secrets} of the native form. */
public final class Environments {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern SOUNDS_SECRET =
      Pattern.compile("(?i).*(PASSWORD|PASSWD|TOKEN|SECRET|CREDENTIAL|API_?KEY|ACCESS_KEY).*");

  private final Problems problems;

  public Environments(Problems problems) {
    this.problems = problems;
  }

  /** The variables of {@code env}. */
  public Map<String, String> env(YamlValue value) {
    Map<String, String> env = new LinkedHashMap<>();
    if (!(value instanceof Mapping mapping)) {
      problems.add(
          value.line(),
          "env: a mapping is expected, not " + value.shown(),
          "for instance  env: {OMP_NUM_THREADS: 1}");
      return env;
    }
    for (Entry entry : mapping.entries()) {
      if (isName("env", entry.key(), entry.line())) {
        value(entry).ifPresent(text -> env.put(entry.key(), text));
      }
      if (SOUNDS_SECRET.matcher(entry.key()).matches()) {
        problems.warn(
            entry.line(),
            "env: " + entry.key() + " sounds like a secret, but env is stored and shown",
            "move it to your environment and write  secrets: [" + entry.key() + "]");
      }
    }
    return env;
  }

  /** Names of variables that are secrets and not in {@code env}. */
  public List<String> secrets(List<Located> names, Map<String, String> env) {
    List<String> secrets = new ArrayList<>();
    for (Located given : names) {
      String name = given.text();
      int line = given.line();
      if (!isName("secrets", name, line)) {
        continue;
      }
      if (env.containsKey(name)) {
        problems.add(
            line,
            "secrets: " + name + " stands in env too, where everybody can read it",
            "remove it from env");
      } else if (secrets.contains(name)) {
        problems.add(line, "secrets: " + name + " is there twice", "remove one of them");
      } else {
        secrets.add(name);
      }
    }
    return secrets;
  }

  /** A boolean is taken as it is written: everything in an environment is text. */
  private Optional<String> value(Entry entry) {
    if (entry.value() instanceof Scalar scalar && scalar.kind() == Kind.BOOLEAN) {
      return Optional.of(scalar.text());
    }
    if (entry.value() instanceof Scalar scalar && scalar.kind() == Kind.NULL) {
      return Optional.of("");
    }
    return OptionTypes.BLANKABLE_TEXT.read("env." + entry.key(), entry.value(), problems);
  }

  private boolean isName(String key, String name, int line) {
    if (!NAME.matcher(name).matches()) {
      // Whoever writes a value where the name belongs must not find it in a log.
      String shown = key.equals("secrets") ? "an element" : Quoted.of(name);
      problems.add(
          line,
          key + ": " + shown + " is no name of an environment variable",
          "use letters, digits and _, first no digit; a value does not stand here");
      return false;
    }
    if (name.startsWith("MUSTER_")) {
      problems.add(
          line, key + ": " + name + " is one of Muster's own variables", "choose another name");
      return false;
    }
    return true;
  }
}
