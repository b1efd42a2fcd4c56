package dev.muster.core.run;

import dev.muster.model.Project;
import dev.muster.model.ResultBody;
import dev.muster.model.ResultFile;
import dev.muster.model.Run;
import dev.muster.model.TaskResult;
import dev.muster.model.Worker;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.report.RunReport;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run as the ledger has it. The first pass over the tasks keeps them for the following ones,
 * unless they are so many or so large that they would crowd the memory. What this process has just
 * committed is not even read.
 */
final class LedgerRunReport implements RunReport {

  private static final int FIRST_PAGE = 1_000;

  /** What a page of tasks that are not kept may weigh: several writers read at once. */
  private static final long PAGE_BYTES = 4L << 20;

  private final Ledger ledger;
  private final Run run;
  private final @Nullable SessionOutcomes outcomes;
  private final Project project;
  private final Blobs blobs;
  private final Redactor redactor;
  private final List<String> paramNames;
  private final Map<Integer, Worker> workers = new TreeMap<>();
  private int pageSize = FIRST_PAGE;
  private boolean tried;
  private @Nullable List<TaskResult> kept;

  LedgerRunReport(
      Ledger ledger,
      Run run,
      @Nullable SessionOutcomes outcomes,
      Project project,
      Blobs blobs,
      Redactor redactor) {
    this.ledger = ledger;
    this.run = run;
    this.outcomes = outcomes;
    this.project = project;
    this.blobs = blobs;
    this.redactor = redactor;
    Set<String> names = new LinkedHashSet<>();
    project.params().forEach(params -> names.addAll(params.values().keySet()));
    paramNames = List.copyOf(names);
    ledger.read(tx -> tx.tasks().workers(run.id())).forEach(w -> workers.put(w.number(), w));
  }

  @Override
  public Run run() {
    return run;
  }

  @Override
  public String fileName(ResultFile file) {
    return project.fileName(file);
  }

  @Override
  public List<String> paramNames() {
    return paramNames;
  }

  @Override
  public Map<Integer, Worker> workers() {
    return workers;
  }

  @Override
  public void forEachTask(Consumer<TaskResult> consumer) {
    List<TaskResult> tasks = kept();
    if (tasks != null) {
      tasks.forEach(consumer);
      return;
    }
    for (int from = 0; from < run.total(); from += pageSize) {
      page(from, pageSize).forEach(consumer);
    }
  }

  /** All tasks, or null when they are too much to be kept; the first who asks gets them. */
  private synchronized @Nullable List<TaskResult> kept() {
    if (!tried) {
      tried = true;
      kept = outcomes == null ? null : outcomes.all(workers);
      if (kept == null) {
        kept = read();
      }
    }
    return kept;
  }

  /** Reads all tasks, or so many that a page can be measured. */
  private @Nullable List<TaskResult> read() {
    List<TaskResult> keeping = new ArrayList<>();
    long bytes = 0;
    for (int from = 0;
        from < run.total() && bytes <= SessionOutcomes.MAX_BYTES;
        from += FIRST_PAGE) {
      for (TaskResult task : page(from, FIRST_PAGE)) {
        keeping.add(task);
        bytes += SessionOutcomes.weight(task.outcome());
      }
    }
    pageSize = (int) Math.max(1, Math.min(FIRST_PAGE, PAGE_BYTES * keeping.size() / (bytes + 1)));
    return bytes <= SessionOutcomes.MAX_BYTES ? keeping : null;
  }

  private List<TaskResult> page(int from, int limit) {
    return ledger.read(tx -> tx.tasks().page(run.id(), from, limit));
  }

  @Override
  public Reader open(ResultBody body) {
    if (body instanceof ResultBody.Inline inline) {
      return new StringReader(inline.json());
    }
    Path file = blobs.file(((ResultBody.Blob) body).sha256());
    try {
      return Files.newBufferedReader(file);
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          "a large result of run " + run.id() + " is missing: " + file,
          "run the task again with muster map --fresh -f FILE",
          e);
    }
  }

  @Override
  public Path folder() {
    return run.results();
  }

  @Override
  public String redact(String text) {
    return redactor.redact(text);
  }

  @Override
  public List<String> rerunCommand() {
    return run.command();
  }
}
