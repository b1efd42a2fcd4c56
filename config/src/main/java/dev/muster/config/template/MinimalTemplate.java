package dev.muster.config.template;

import dev.muster.config.chain.ChainOptions;
import dev.muster.config.schema.Option;
import dev.muster.config.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * A first file of a kind: what it needs with an example, the rest as comments with the defaults.
 */
public final class MinimalTemplate {

  private static final int WIDTH = 98;

  private final FileKind kind;
  private final boolean requiredOnly;
  private final boolean descriptions;
  private final StringBuilder page;

  private MinimalTemplate(
      FileKind kind, boolean requiredOnly, boolean descriptions, StringBuilder page) {
    this.kind = kind;
    this.requiredOnly = requiredOnly;
    this.descriptions = descriptions;
    this.page = page;
  }

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
    MinimalTemplate template = new MinimalTemplate(kind, requiredOnly, descriptions, page);
    if (kind == FileKind.CHAIN) {
      template.chain();
    } else {
      template.options(kind.schema(), "");
    }
    return page.toString();
  }

  private void options(Schema schema, String indent) {
    for (Option<?> option : schema.options()) {
      boolean essential = kind.isEssential(option);
      if (requiredOnly && !essential) {
        continue;
      }
      if (descriptions) {
        page.append('\n');
        wrapped(option.description())
            .forEach(line -> page.append(indent).append("# ").append(line).append('\n'));
      }
      page.append(indent).append(essential ? "" : "# ").append(option.key()).append(": ");
      page.append(option.type().example()).append(essential ? "" : fallback(option)).append('\n');
    }
  }

  /** An element of each kind. */
  private void chain() {
    for (Schema schema : List.of(ChainOptions.PROJECT_CONFIG, ChainOptions.PIPELINE_CONFIG)) {
      page.append("- ").append(schema.title()).append(":\n");
      options(schema, "    ");
      if (!requiredOnly) {
        Option<?> first = ChainOptions.RESOURCES.options().get(0);
        page.append("  # ").append(ChainOptions.RESOURCES.title()).append(": {");
        page.append(first.key()).append(": ").append(first.type().example()).append("}\n");
      }
    }
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
