package dev.muster.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Values of the variables of a configuration: {@code -v name:value}. */
public final class VariableOptions {

  private static final String NAME = "--variable";
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_]+:.*", Pattern.DOTALL);

  @Option(
      names = NAME,
      paramLabel = "NAME:VALUE",
      arity = "1",
      description =
          "Value of a variable of the configuration, over that of the file; also -v NAME:VALUE; can"
              + " be repeated.")
  public List<String> given = new ArrayList<>();

  /** What is wrong with them, null when nothing is. */
  public @Nullable String problem() {
    return given.stream()
        .filter(each -> !FORM.matcher(each).matches())
        .findFirst()
        .map(each -> "a variable is NAME:VALUE, for instance width:10, not " + each)
        .orElse(null);
  }

  /** Values by name; of one name the last. */
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String each : given) {
      int colon = each.indexOf(':');
      values.put(each.substring(0, colon), each.substring(colon + 1));
    }
    return values;
  }

  /** The words of a command line that say the same. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    given.forEach(each -> words.addAll(List.of(NAME, each)));
    return words;
  }

  /** Takes {@code -v NAME:VALUE} for a variable where there are some; another -v stays as it is. */
  static final class OfVerbose implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      if (command.findOption(NAME) == null
          || args.isEmpty()
          || !FORM.matcher(args.peek()).matches()) {
        return false;
      }
      args.push(NAME);
      return true;
    }
  }
}
