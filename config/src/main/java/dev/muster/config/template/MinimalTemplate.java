package dev.muster.config.template;

import dev.muster.config.schema.Option;
import java.util.ArrayList;
import java.util.List;

/**
 * A first file of a kind: what it needs with an example, the rest as comments with the defaults.
 */
public final class MinimalTemplate {

  private static final int WIDTH = 98;

  private MinimalTemplate() {}

  /**
   * Writes it, as YAML.
   *
   * @param requiredOnly leaves out what may be left out
   * @param descriptions puts a comment above each key
   */
  public static String write(FileKind kind, boolean requiredOnly, boolean descriptions) {
    StringBuilder page = new StringBuilder();
    page.append("# yaml-language-server: $schema=").append(kind.schemaFile()).append('\n');
    page.append("# Editors complete keys with the schema beside it: muster config template ")
        .append(kind.word())
        .append(" --format json-schema --descriptions -o ")
        .append(kind.schemaFile())
        .append('\n');
    for (Option<?> option : kind.schema().options()) {
      boolean essential = kind.isEssential(option);
      if (requiredOnly && !essential) {
        continue;
      }
      if (descriptions) {
        page.append('\n');
        wrapped(option.description()).forEach(line -> page.append("# ").append(line).append('\n'));
      }
      page.append(essential ? "" : "# ").append(option.key()).append(": ");
      page.append(option.type().example()).append(essential ? "" : fallback(option)).append('\n');
    }
    return page.toString();
  }

  private static String fallback(Option<?> option) {
    return option.fallbackShown().isEmpty() ? "" : "  # default: " + option.fallbackShown();
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + word.length() >= WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
