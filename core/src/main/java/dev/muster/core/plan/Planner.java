package dev.muster.core.plan;

import dev.muster.model.Digest;
import dev.muster.model.Input;
import dev.muster.model.Project;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From a project to the plan of a run: inputs, their contents and columns, what ran before. */
public final class Planner {

  private static final int SHOWN_PROBLEMS = 20;
  private static final int CHUNK = 500;

  private static final List<@Nullable String> WHOLE_FILE = Collections.singletonList(null);

  private final Function<String, Store> stores;
  private final Ledger ledger;
  private final FileHashes hashes;
  private final Headers headers;

  /**
   * @param cache a folder for what plans learn about objects of buckets; need not be there
   */
  public Planner(Function<String, Store> stores, Ledger ledger, FileHashes hashes, Path cache) {
    this.stores = stores;
    this.ledger = ledger;
    this.hashes = hashes;
    this.headers = new Headers(stores, cache.resolve("headers"));
  }

  /**
   * Plans a run; reads, but writes nothing that matters.
   *
   * @param python {@code x.y}, or empty where no Python code runs; asked for when inputs are known
   * @param fresh run all tasks, whatever ran before
   */
  public Plan plan(
      Project project, Selection selection, int rounds, boolean fresh, Supplier<String> python)
      throws InterruptedException {
    if (project.form() == Project.Form.GISMO
        && selection.number() == null
        && selection.files().isEmpty()) {
      throw new MusterException(
          ErrorKind.USAGE,
          "project " + project.name() + " does not say how many files to take",
          "use -n 0 for all files, -n N for the first N, or -f FILE");
    }
    List<Input> inputs = new InputSelector(project, stores).select(selection);
    List<List<@Nullable String>> columns = columns(project, inputs);
    inputs = versioned(inputs);
    Digest code = new CodeDigest(hashes).of(project, python.get());
    PlanBuilder builder = new PlanBuilder(project, code);
    for (int i = 0; i < inputs.size(); i++) {
      builder.add(inputs.get(i), columns.get(i));
    }
    return builder.build(fresh ? null : ledger, rounds);
  }

  /**
   * The inputs that a plan would take, in the order of their keys, without looking into them.
   *
   * @throws dev.muster.spi.ProblemsException INVALID or NOT_FOUND when there are none
   */
  public static List<Input> inputs(
      Project project, Function<String, Store> stores, Selection selection) {
    return new InputSelector(project, stores).select(selection);
  }

  /** Gives files their SHA-256; what a store says of its objects stays. */
  private List<Input> versioned(List<Input> inputs) {
    List<Input> versioned = new ArrayList<>(inputs.size());
    for (int from = 0; from < inputs.size(); from += CHUNK) {
      List<Input> chunk = inputs.subList(from, Math.min(inputs.size(), from + CHUNK));
      Map<Input, Path> files = new LinkedHashMap<>();
      for (Input input : chunk) {
        if (input.version().isEmpty()) {
          stores
              .apply(input.root())
              .localPath(input.key())
              .ifPresent(path -> files.put(input, path));
        }
      }
      Map<Path, String> contents = files.isEmpty() ? Map.of() : hashes.of(files.values());
      for (Input input : chunk) {
        Path file = files.get(input);
        versioned.add(file == null ? input : input.withVersion("sha256:" + contents.get(file)));
      }
    }
    return versioned;
  }

  private List<List<@Nullable String>> columns(Project project, List<Input> inputs)
      throws InterruptedException {
    String regex = project.columns();
    if (regex == null) {
      return Collections.nCopies(inputs.size(), WHOLE_FILE);
    }
    Pattern pattern = Pattern.compile(regex);
    List<List<String>> names = headers.of(inputs);
    List<List<@Nullable String>> columns = new ArrayList<>(inputs.size());
    List<Problem> problems = new ArrayList<>();
    Map<List<String>, List<@Nullable String>> known = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      Input input = inputs.get(i);
      List<String> header = names.get(i);
      List<@Nullable String> matching =
          known.computeIfAbsent(header, all -> List.copyOf(ColumnFinder.matching(all, pattern)));
      boolean whole = !CsvHeader.isTable(input.key());
      if (matching.isEmpty() && !whole && project.form() == Project.Form.NATIVE) {
        problems.add(noMatch(input, header, regex));
      }
      columns.add(matching.isEmpty() ? WHOLE_FILE : matching);
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.INVALID, shortened(problems));
    }
    return columns;
  }

  private static Problem noMatch(Input input, List<String> header, String regex) {
    return Problem.of(
        "no column of "
            + input.uri()
            + " matches columns \""
            + regex
            + "\"; its header has "
            + (header.isEmpty() ? "no columns" : header),
        "change columns, or narrow inputs to files that have such a column");
  }

  private static List<Problem> shortened(List<Problem> problems) {
    if (problems.size() <= SHOWN_PROBLEMS) {
      return problems;
    }
    List<Problem> shown = new ArrayList<>(problems.subList(0, SHOWN_PROBLEMS));
    shown.add(Problem.of("and " + (problems.size() - SHOWN_PROBLEMS) + " more like these", null));
    return shown;
  }
}
