package dev.muster.core.plan;

import dev.muster.config.glob.InputPattern;
import dev.muster.model.Input;
import dev.muster.model.InputGlob;
import dev.muster.model.Project;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.store.Store;
import dev.muster.spi.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds the inputs of a project in its stores. */
final class InputSelector {

  /** Keys in the order in which S3 lists them: by their UTF-8 bytes. */
  static final Comparator<String> STORE_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final Project project;
  private final Function<String, Store> stores;
  private final String ownRoot;

  InputSelector(Project project, Function<String, Store> stores) {
    this.project = project;
    this.stores = stores;
    ownRoot = "file:" + project.folder() + "/";
  }

  /**
   * Selects inputs.
   *
   * @return in the order of their keys; versions of S3 objects are known, those of files are empty
   * @throws ProblemsException INVALID naming all files that are missing, or the globs when nothing
   *     matches them
   */
  List<Input> select(Selection selection) {
    List<Input> inputs =
        selection.files().isEmpty() ? matching(selection) : named(selection.files());
    inputs.sort(Comparator.comparing(Input::key, STORE_ORDER));
    refuseTwins(inputs);
    return inputs;
  }

  private List<Input> matching(Selection selection) {
    long limit =
        selection.number() == null || selection.number() == 0 ? Long.MAX_VALUE : selection.number();
    Map<String, Input> found = new LinkedHashMap<>();
    for (InputGlob glob : project.inputs()) {
      InputPattern pattern = InputPattern.of(glob);
      Store store = stores.apply(glob.root());
      try (Stream<StoredObject> objects = store.list(pattern.literalPrefix())) {
        objects
            .filter(object -> pattern.matches(object.key()) && !isOwn(glob.root(), object.key()))
            .map(object -> input(glob.root(), object))
            .filter(input -> !found.containsKey(input.uri()))
            .limit(limit - found.size())
            .forEach(input -> found.put(input.uri(), input));
      }
    }
    if (found.isEmpty()) {
      throw nothingMatches();
    }
    return new ArrayList<>(found.values());
  }

  /** What Muster itself wrote into the project folder is not an input. */
  private boolean isOwn(String root, String key) {
    return root.equals(ownRoot) && key.startsWith("results/");
  }

  private ProblemsException nothingMatches() {
    List<Problem> problems = new ArrayList<>();
    for (InputGlob glob : project.inputs()) {
      problems.add(
          Problem.of(
              "no input matches " + glob.root() + glob.pattern(),
              switch (glob.syntax()) {
                case PATH -> "'*' stays within a folder, '**' crosses folders: change inputs";
                case FNMATCH -> "the pattern is matched against the whole key: change file_pattern";
              }));
    }
    return new ProblemsException(ErrorKind.INVALID, problems);
  }

  private List<Input> named(List<String> files) {
    Set<String> roots = new LinkedHashSet<>();
    project.inputs().forEach(glob -> roots.add(glob.root()));
    List<Input> found = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (String file : new LinkedHashSet<>(files)) {
      roots.stream()
          .flatMap(root -> find(root, file).stream())
          .findFirst()
          .ifPresentOrElse(
              found::add,
              () -> problems.add(Problem.of("no input " + file + " in " + roots, null)));
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.NOT_FOUND, problems);
    }
    return found;
  }

  private List<Input> find(String root, String file) {
    String key = file.startsWith(root) ? file.substring(root.length()) : file;
    try {
      return stores.apply(root).find(key).map(object -> input(root, object)).stream().toList();
    } catch (MusterException e) {
      if (e.kind() == ErrorKind.INVALID) {
        return List.of();
      }
      throw e;
    }
  }

  private static Input input(String root, StoredObject object) {
    String version = object.etag().isEmpty() ? "" : "etag:" + object.etag();
    return new Input(root, object.key(), object.size(), version);
  }

  private static void refuseTwins(List<Input> inputs) {
    Map<String, Input> byKey = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (Input input : inputs) {
      Input twin = byKey.putIfAbsent(input.key(), input);
      if (twin != null) {
        problems.add(
            Problem.of(
                "two inputs have the same key "
                    + input.key()
                    + ": "
                    + twin.uri()
                    + " and "
                    + input.uri(),
                "a key is relative to its root; make two projects of them, or rename one"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.INVALID, problems);
    }
  }
}
