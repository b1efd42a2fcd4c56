package dev.muster.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completion script for fish, which picocli does not write. */
final class FishCompletion {

  private FishCompletion() {}

  static String script(CommandLine root) {
    StringBuilder script = new StringBuilder("# muster completion for fish\n");
    add(script, root, List.of());
    return script.toString();
  }

  private static void add(StringBuilder script, CommandLine command, List<String> path) {
    String condition = condition(path, command.getSubcommands().keySet().stream().toList());
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden()) {
        script.append("complete -c muster -n ").append(quoted(condition));
        for (String name : option.names()) {
          script.append(name.startsWith("--") ? " -l " : " -s ");
          script.append(name.replaceFirst("^-+", ""));
        }
        if (option.arity().max() > 0) {
          script.append(" -r");
        }
        script.append(" -d ").append(quoted(description(option.description()))).append('\n');
      }
    }
    command
        .getSubcommands()
        .forEach(
            (name, child) -> {
              CommandSpec spec = child.getCommandSpec();
              if (!spec.usageMessage().hidden()) {
                script
                    .append("complete -c muster -f -n ")
                    .append(quoted(condition))
                    .append(" -a ")
                    .append(name)
                    .append(" -d ")
                    .append(quoted(description(spec.usageMessage().description())))
                    .append('\n');
              }
            });
    command
        .getSubcommands()
        .forEach(
            (name, child) -> {
              List<String> deeper = new ArrayList<>(path);
              deeper.add(name);
              add(script, child, deeper);
            });
  }

  /** True when the words of the path were typed, and none of the words that could follow. */
  private static String condition(List<String> path, List<String> children) {
    StringBuilder condition = new StringBuilder();
    for (String word : path) {
      condition.append("__fish_seen_subcommand_from ").append(word).append("; and ");
    }
    return children.isEmpty()
        ? condition.append("true").toString()
        : condition
            .append("not __fish_seen_subcommand_from ")
            .append(String.join(" ", children))
            .toString();
  }

  private static String description(String[] lines) {
    return lines.length == 0 ? "" : String.format(lines[0].replace("${DEFAULT-VALUE}", ""));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
