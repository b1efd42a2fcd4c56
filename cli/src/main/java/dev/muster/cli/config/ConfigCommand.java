package dev.muster.cli.config;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.cli.MusterCommand;
import dev.muster.config.language.Configuration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command about one file of the configuration language. */
abstract class ConfigCommand extends MusterCommand {

  @Parameters(index = "0", paramLabel = "FILE", description = "JSON with comments and imports.")
  @Nullable Path file;

  @Parameters(
      index = "1..*",
      paramLabel = "NAME:VALUE",
      description =
          "Values of variables, over those of the file; with or without -v before each of them.")
  List<String> variables = new ArrayList<>();

  ConfigCommand(CliContext context) {
    super(context);
  }

  abstract void show(Path file, Configuration configuration);

  @Override
  public Integer call() {
    Path named = file;
    if (named == null) {
      throw usage("name a file");
    }
    String name = named.toString();
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      throw usage(
          name
              + " is YAML: muster map validate FOLDER checks a project, muster cluster create -f FILE"
              + " --dry-run a cluster");
    }
    Configuration configuration =
        Configuration.read(context().folder().resolve(named), variables());
    configuration.warnings().forEach(warning -> console().say("warning: " + warning));
    show(named, configuration);
    return ExitCode.DONE.code();
  }

  private Map<String, String> variables() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String each : variables) {
      int colon = each.indexOf(':');
      if (colon <= 0 || !each.substring(0, colon).matches("[A-Za-z0-9_]+")) {
        throw usage("a variable is NAME:VALUE, for instance width:10, not " + each);
      }
      values.put(each.substring(0, colon), each.substring(colon + 1));
    }
    return values;
  }
}
