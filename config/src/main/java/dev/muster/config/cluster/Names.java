package dev.muster.config.cluster;

import dev.muster.config.schema.Option;
import dev.muster.config.schema.Section;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.model.ClusterName;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name of a cluster.
 *
 * @param given the name on the command line, which wins; null when there is none
 * @param problems where what is wrong is noted
 */
record Names(@Nullable ClusterName given, Problems problems) {

  /** The name; empty after noting what is wrong. A name that does not win is checked too. */
  Optional<ClusterName> read(Section file, Option<String> option) {
    Optional<String> text = file.find(option);
    if (text.isPresent() && !ClusterName.isValid(text.get())) {
      problems.add(
          file.line(option),
          file.name(option)
              + ": "
              + Quoted.of(text.get())
              + " is not 1 to 63 of a-z, 0-9 and '-', with no '-' first or last",
          "for instance  " + option.key() + ": " + near(text.get()));
      return Optional.empty();
    }
    if (text.isEmpty() && given == null && !file.has(option)) {
      problems.add(
          file.line(option),
          "the key " + file.name(option) + " is missing",
          "for instance  " + option.key() + ": lab");
    }
    return given != null ? Optional.of(given) : text.map(ClusterName::new);
  }

  private static String near(String text) {
    String name =
        text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String cut = name.substring(0, Math.min(name.length(), 63)).replaceAll("-$", "");
    return cut.isEmpty() ? "lab" : cut;
  }
}
