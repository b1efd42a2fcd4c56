package dev.muster.engine.spark.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a warm driver is started with. Steps of equal specs can share one.
 *
 * @param java the program
 * @param javaOptions of the JVM: memory, modules, class-data archive
 * @param classpath before the jar of the driver: folders and jars, Spark's among them
 * @param submit options of spark-submit as the user gave them, without class and application
 * @param environment of the process, all of it
 * @param folder in which it runs
 */
public record SessionSpec(
    String java,
    List<String> javaOptions,
    List<String> classpath,
    List<String> submit,
    Map<String, String> environment,
    Path folder) {

  public SessionSpec {
    javaOptions = List.copyOf(javaOptions);
    classpath = List.copyOf(classpath);
    submit = List.copyOf(submit);
    environment = Map.copyOf(environment);
    folder = folder.toAbsolutePath();
  }

  /** The command of the driver; its jar comes last so that a class-data archive of Spark fits. */
  List<String> command(Path jar, boolean allowSecurityManager) {
    List<String> command = new ArrayList<>(List.of("setsid", java));
    command.addAll(javaOptions);
    if (allowSecurityManager) {
      command.add("-Djava.security.manager=allow");
    }
    List<String> all = new ArrayList<>(classpath);
    all.add(jar.toString());
    command.addAll(
        List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "-cp",
            String.join(":", all),
            "dev.muster.session.WarmDriver"));
    command.addAll(submit);
    return command;
  }

  /** What another one has that this has not, for people; names of variables, never their values. */
  String difference(SessionSpec other) {
    List<String> words = new ArrayList<>();
    Set<String> options = new TreeSet<>();
    addDifference(options, submit, other.submit);
    addDifference(options, javaOptions, other.javaOptions);
    if (!options.isEmpty()) {
      words.add("options " + String.join(" ", options));
    } else if (!submit.equals(other.submit) || !javaOptions.equals(other.javaOptions)) {
      words.add("the order of options");
    }
    if (!java.equals(other.java)) {
      words.add("Java " + other.java);
    }
    if (!classpath.equals(other.classpath)) {
      words.add("class path " + String.join(":", other.classpath));
    }
    String variables = variables(other);
    if (!variables.isEmpty()) {
      words.add("environment " + variables);
    }
    if (!folder.equals(other.folder)) {
      words.add("folder " + other.folder);
    }
    return String.join("; ", words);
  }

  private static void addDifference(Set<String> found, List<String> one, List<String> other) {
    other.stream().filter(word -> !one.contains(word)).forEach(found::add);
    one.stream()
        .filter(word -> !other.contains(word))
        .map(word -> "no " + word)
        .forEach(found::add);
  }

  private String variables(SessionSpec other) {
    TreeMap<String, String> all = new TreeMap<>(environment);
    all.putAll(other.environment);
    return all.keySet().stream()
        .filter(name -> !Objects.equals(environment.get(name), other.environment.get(name)))
        .collect(Collectors.joining(" "));
  }
}
