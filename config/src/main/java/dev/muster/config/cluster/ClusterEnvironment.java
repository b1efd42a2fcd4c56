package dev.muster.config.cluster;

import dev.muster.config.text.Problems;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Entry;
import dev.muster.config.yaml.YamlValue.Kind;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.config.yaml.YamlValue.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads {@code environment}. No message holds a value, nor a name that is none: people paste
 * secrets here in spite of what is written.
 */
final class ClusterEnvironment {

  private static final String KEY = "environment";
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern SOUNDS_SECRET =
      Pattern.compile("(?i).*(PASSWORD|PASSWD|TOKEN|SECRET|CREDENTIAL|API_?KEY|ACCESS_KEY).*");

  private final Problems problems;

  ClusterEnvironment(Problems problems) {
    this.problems = problems;
  }

  Map<String, String> read(YamlValue value) {
    Map<String, String> environment = new LinkedHashMap<>();
    if (!(value instanceof Mapping mapping)) {
      problems.add(
          value.line(),
          KEY + ": a mapping of names and values is expected",
          "for instance  environment: {OMP_NUM_THREADS: 1}");
      return environment;
    }
    for (Entry entry : mapping.entries()) {
      if (!NAME.matcher(entry.key()).matches()) {
        problems.add(
            entry.line(),
            KEY + ": a key is no name of an environment variable",
            "use letters, digits and _, first no digit");
      } else if (entry.key().startsWith("MUSTER_")) {
        problems.add(
            entry.line(),
            KEY + ": " + entry.key() + " is one of Muster's own variables",
            "choose another name");
      } else {
        put(entry, environment);
      }
    }
    return environment;
  }

  private void put(Entry entry, Map<String, String> environment) {
    String key = KEY + "." + entry.key();
    if (!(entry.value() instanceof Scalar scalar)) {
      problems.add(entry.line(), key + ": a text is expected, not " + entry.value().shown());
      return;
    }
    if (scalar.text().indexOf('\0') >= 0) {
      problems.add(entry.line(), key + ": a text has no zero character");
      return;
    }
    if (SOUNDS_SECRET.matcher(entry.key()).matches()) {
      problems.warn(
          entry.line(),
          key + " sounds like a secret, but the ledger keeps what stands here",
          "name it in  secrets  of the project instead");
    }
    // Everything in an environment is text: yes stays yes.
    environment.put(entry.key(), scalar.kind() == Kind.NULL ? "" : scalar.text());
  }
}
