package dev.muster.cli.config;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.cli.MusterCommand;
import dev.muster.cli.VariableOptions;
import dev.muster.config.ini.Ini;
import dev.muster.config.language.Configuration;
import dev.muster.config.language.Value;
import dev.muster.spi.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command about one configuration: a file of the language, or INI files over one another. */
abstract class ConfigCommand extends MusterCommand {

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description =
          "JSON with comments, YAML by its ending .yaml or .yml, or an INI file by its ending .ini.")
  @Nullable Path file;

  @Parameters(
      index = "1..*",
      paramLabel = "MORE",
      description =
          "INI files, each over those before; or values of variables, NAME:VALUE, without --variable.")
  List<String> more = new ArrayList<>();

  @Mixin VariableOptions variables = new VariableOptions();

  ConfigCommand(CliContext context) {
    super(context);
  }

  /**
   * A configuration worked out.
   *
   * @param chain whether it is a list of configurations
   * @param warnings what works but should be written otherwise
   */
  record Outcome(Value value, boolean chain, List<Problem> warnings) {}

  abstract void show(Path file, Outcome outcome);

  /** Whether what stands for a number, a list and so on in an INI file is taken as that. */
  boolean literals() {
    return false;
  }

  @Override
  public Integer call() {
    Path named = file;
    if (named == null) {
      throw usage("name a file");
    }
    String name = named.toString();
    Outcome outcome = isIni(name) ? ini(named) : language(named);
    outcome.warnings().forEach(warning -> console().say("warning: " + warning));
    show(named, outcome);
    return ExitCode.DONE.code();
  }

  private static boolean isIni(String name) {
    return name.endsWith(".ini");
  }

  private Outcome language(Path named) {
    Configuration read = Configuration.read(context().folder().resolve(named), variables());
    return new Outcome(read.value(), read.isChain(), read.warnings());
  }

  private Outcome ini(Path named) {
    List<Path> files = new ArrayList<>(List.of(context().folder().resolve(named)));
    for (String each : more) {
      if (!isIni(each)) {
        throw usage("INI files go over " + named + ", and have no variables: not " + each);
      }
      files.add(context().folder().resolve(each));
    }
    Ini read = Ini.read(files);
    return new Outcome(read.asValue(literals()), false, read.warnings());
  }

  private Map<String, String> variables() {
    variables.given.addAll(more);
    String problem = variables.problem();
    if (problem != null) {
      throw usage(problem);
    }
    return variables.values();
  }
}
