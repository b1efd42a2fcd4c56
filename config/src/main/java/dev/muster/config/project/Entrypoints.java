package dev.muster.config.project;

import dev.muster.config.schema.OptionTypes;
import dev.muster.config.schema.Section;
import dev.muster.config.text.DidYouMean;
import dev.muster.config.text.Placeholders;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.config.yaml.YamlValue.Sequence;
import dev.muster.model.Entrypoint;
import dev.muster.model.Entrypoint.Command;
import dev.muster.model.Entrypoint.PythonFunction;
import dev.muster.model.Entrypoint.Signature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code entrypoint} of the native form. */
final class Entrypoints {

  private static final String WORD = "[A-Za-z_][A-Za-z0-9_]*";
  private static final Pattern FUNCTION =
      Pattern.compile("(" + WORD + "(?:\\." + WORD + ")*):(" + WORD + ")");

  private final Path folder;
  private final Collection<String> params;
  private final boolean hasColumns;
  private final Problems problems;

  /**
   * @param folder the project's, absolute
   * @param params names of the project's parameters
   * @param hasColumns whether there is a task for each column
   * @param problems where what is wrong is noted
   */
  Entrypoints(Path folder, Collection<String> params, boolean hasColumns, Problems problems) {
    this.folder = folder;
    this.params = params;
    this.hasColumns = hasColumns;
    this.problems = problems;
  }

  Optional<Entrypoint> read(YamlValue value) {
    if (!(value instanceof Mapping mapping)) {
      problems.add(
          value.line(),
          "entrypoint: python or command is expected, not " + value.shown(),
          "for instance  entrypoint: {python: \"entrypoint:main\"}");
      return Optional.empty();
    }
    Section section = new Section(NativeOptions.ENTRYPOINT_KEYS, mapping, "entrypoint.", problems);
    boolean python = section.has(NativeOptions.PYTHON_FUNCTION);
    boolean command = section.has(NativeOptions.COMMAND);
    if (python == command) {
      problems.add(
          value.line(),
          "entrypoint: "
              + (python ? "python and command exclude each other" : "python or command is missing"),
          python ? "keep one of them" : "for instance  entrypoint: {python: \"entrypoint:main\"}");
      return Optional.empty();
    }
    return python ? function(section) : command(section);
  }

  private Optional<Entrypoint> function(Section section) {
    int line = section.line(NativeOptions.PYTHON_FUNCTION);
    if (section.has(NativeOptions.RESULT)) {
      problems.add(
          section.line(NativeOptions.RESULT),
          "entrypoint.result: a Python function returns its result",
          "remove the key; it is for commands");
    }
    Optional<String> text = section.find(NativeOptions.PYTHON_FUNCTION);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher form = FUNCTION.matcher(text.get());
    if (!form.matches()) {
      problems.add(
          line,
          "entrypoint.python: module:function is expected, not " + Quoted.of(text.get()),
          "for instance  python: \"entrypoint:main\"");
      return Optional.empty();
    }
    warnWhenModuleIsElsewhere(form.group(1), line);
    return Optional.of(new PythonFunction(form.group(1), form.group(2), Signature.KEYWORDS));
  }

  private void warnWhenModuleIsElsewhere(String module, int line) {
    String top = module.contains(".") ? module.substring(0, module.indexOf('.')) : module;
    if (!Files.exists(folder.resolve(top + ".py")) && !Files.isDirectory(folder.resolve(top))) {
      problems.warn(
          line,
          "entrypoint.python: the project folder has no " + top + ".py",
          "fine if an installed package brings the module " + top);
    }
  }

  private Optional<Entrypoint> command(Section section) {
    Optional<String> result = section.find(NativeOptions.RESULT);
    result.ifPresent(file -> checkResult(section, file));
    YamlValue value = section.find(NativeOptions.COMMAND).orElseThrow();
    if (!(value instanceof Sequence sequence) || sequence.items().isEmpty()) {
      problems.add(
          value.line(),
          "entrypoint.command: a list with a program and its arguments is expected, not "
              + value.shown(),
          "each argument by itself, no shell: " + NativeOptions.COMMAND.type().example());
      return Optional.empty();
    }
    List<String> argv = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      argument("entrypoint.command[" + i + "]", sequence.items().get(i)).ifPresent(argv::add);
    }
    if (argv.size() < sequence.items().size()) {
      return Optional.empty();
    }
    checkProgram(argv.get(0), value.line());
    return Optional.of(new Command(argv, result.orElse(null)));
  }

  private Optional<String> argument(String key, YamlValue value) {
    if (value instanceof Mapping mapping) {
      problems.add(
          value.line(),
          key + ": a text is expected, but braces without quotes are YAML's mapping",
          mapping.entries().stream()
              .findFirst()
              .map(entry -> "write \"{" + entry.key() + "}\"")
              .orElse("put it in quotes"));
      return Optional.empty();
    }
    Optional<String> text = OptionTypes.BLANKABLE_TEXT.read(key, value, problems);
    text.ifPresent(argument -> checkPlaceholders(key, argument, value.line()));
    return text;
  }

  private void checkResult(Section section, String file) {
    int line = section.line(NativeOptions.RESULT);
    checkPlaceholders("entrypoint.result", file, line);
    if (file.startsWith("/") || List.of(file.split("/")).contains("..")) {
      problems.add(
          line,
          "entrypoint.result: " + Quoted.of(file) + " is not below the project folder",
          "give a relative path");
    }
  }

  private void checkPlaceholders(String key, String text, int line) {
    List<String> known = Placeholders.known(params);
    try {
      for (String name : Placeholders.of(text)) {
        if (!known.contains(name)) {
          problems.add(
              line,
              key + ": there is no placeholder {" + name + "}",
              DidYouMean.nearest(name, known)
                  .map(near -> "did you mean {" + near + "}?")
                  .orElse("known are {" + String.join("} {", known) + "}; a brace is {{"));
        } else if (name.equals("column") && !hasColumns) {
          problems.warn(
              line, key + ": {column} is empty without the key columns", "add  columns: \"^temp\"");
        }
      }
    } catch (IllegalArgumentException e) {
      problems.add(line, key + ": " + e.getMessage(), null);
    }
  }

  /** A program with a slash is a file of the project or of the machine; others are on the PATH. */
  private void checkProgram(String program, int line) {
    if (program.isBlank()) {
      problems.add(line, "entrypoint.command[0]: the program is blank", null);
    } else if (program.contains("/") && !program.contains("{")) {
      Path file = folder.resolve(program);
      if (!Files.isRegularFile(file)) {
        problems.add(
            line, "entrypoint.command[0]: there is no program " + Quoted.of(program), null);
      } else if (!Files.isExecutable(file)) {
        problems.add(
            line,
            "entrypoint.command[0]: " + Quoted.of(program) + " may not be executed",
            "chmod +x " + program);
      }
    }
  }
}
