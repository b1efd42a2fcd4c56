package dev.muster.config.pipeline;

import dev.muster.config.schema.Located;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.config.yaml.YamlValue.Scalar;
import dev.muster.spi.pipeline.SubmitOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks words for spark-submit. */
final class SparkWords {

  /** What multimno's orchestrator refuses; contract: its whole list, one by one tested. */
  private static final String REFUSED = "!\"#$%&'()*+;<>?@[]^`{|}~";

  private static final Pattern SETTING = Pattern.compile("spark\\.[A-Za-z0-9._-]{1,200}");

  private final boolean strict;
  private final Problems problems;

  SparkWords(boolean strict, Problems problems) {
    this.strict = strict;
    this.problems = problems;
  }

  /** Words before the application. */
  List<String> options(String key, List<Located> words) {
    for (Located word : words) {
      checkLine(key, word);
      word.text()
          .chars()
          .filter(c -> strict && REFUSED.indexOf(c) >= 0)
          .findFirst()
          .ifPresent(
              c ->
                  problems.add(
                      word.line(),
                      key + ": " + Quoted.of(word.text()) + " has the character " + (char) c,
                      "--strict-args refuses it; without that it is passed as it is"));
    }
    List<String> texts = words.stream().map(Located::text).toList();
    SubmitOptions.parse(texts).stray().stream()
        .findFirst()
        .ifPresent(
            stray ->
                problems.add(
                    lineOf(words, stray),
                    key + ": " + Quoted.of(stray) + " belongs to no option of spark-submit",
                    "write  --option, value  or  --option=value"));
    return texts;
  }

  /** Arguments of the application. */
  List<String> arguments(String key, List<Located> words) {
    words.forEach(word -> checkLine(key, word));
    return words.stream().map(Located::text).toList();
  }

  /** Settings. */
  Map<String, String> conf(String key, YamlValue value) {
    Map<String, String> conf = new LinkedHashMap<>();
    if (!(value instanceof Mapping mapping)) {
      problems.add(
          value.line(),
          key + ": a mapping is expected, not " + value.shown(),
          "for instance  " + key + ": {spark.sql.shuffle.partitions: 8}");
      return conf;
    }
    for (YamlValue.Entry entry : mapping.entries()) {
      if (!SETTING.matcher(entry.key()).matches()) {
        problems.add(
            entry.line(),
            key + ": " + Quoted.of(entry.key()) + " is no setting of Spark",
            "their names begin with spark.");
      } else if (!(entry.value() instanceof Scalar scalar)
          || scalar.kind() == YamlValue.Kind.NULL) {
        problems.add(
            entry.line(),
            key + "." + entry.key() + ": a text is expected, not " + entry.value().shown(),
            null);
      } else {
        checkLine(key + "." + entry.key(), new Located(scalar.text(), scalar.line()));
        conf.put(entry.key(), scalar.text());
      }
    }
    return conf;
  }

  private void checkLine(String key, Located word) {
    if (word.text().indexOf('\n') >= 0 || word.text().indexOf('\r') >= 0) {
      problems.add(
          word.line(),
          key + ": " + Quoted.of(word.text()) + " has a line break",
          "an argument is one line");
    }
  }

  private static int lineOf(List<Located> words, String text) {
    return words.stream()
        .filter(word -> word.text().equals(text))
        .findFirst()
        .map(Located::line)
        .orElse(0);
  }
}
