package dev.muster.core.plan;

import dev.muster.core.plan.Plan.PlannedInput;
import dev.muster.model.Digest;
import dev.muster.model.Input;
import dev.muster.model.Project;
import dev.muster.model.ProjectName;
import dev.muster.model.Task;
import dev.muster.model.TaskState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.Tasks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a plan of inputs, and looks up what earlier runs say about its tasks. */
public final class PlanBuilder {

  /** More tasks than this are refused: a slip in a glob or a matrix, not a wish. */
  public static final int MAX_TASKS = 20_000_000;

  private static final int CHUNK = 500;

  private final Project project;
  private final Digest code;
  private final List<PlannedInput> inputs = new ArrayList<>();

  public PlanBuilder(Project project, Digest code) {
    this.project = project;
    this.code = code;
  }

  /**
   * Adds an input, in the order of keys.
   *
   * @param columns one task for each; null in the list stands for the whole file
   */
  public void add(Input input, List<@Nullable String> columns) {
    inputs.add(new PlannedInput(input, columns));
  }

  /**
   * Makes the plan.
   *
   * @param ledger what ran before; null to run all, whatever it says
   * @param rounds whole rounds
   */
  public Plan build(@Nullable Ledger ledger, int rounds) {
    int size = size(rounds);
    History history = new History(size, ledger == null ? Reason.FRESH : Reason.NEVER_RUN);
    Plan plan = new Plan(project.name(), code, inputs, project.params(), rounds, size, history);
    if (ledger != null && ranBefore(ledger)) {
      remember(project.name(), ledger);
      for (int from = 0; from < size; from += CHUNK) {
        lookUp(ledger, plan, history, from, Math.min(size, from + CHUNK));
      }
    }
    return plan;
  }

  /** Brings history up to date, before it is asked. */
  public static void remember(ProjectName project, Ledger ledger) {
    ledger.write(
        tx -> {
          tx.tasks().remember(project);
          return project;
        });
  }

  private boolean ranBefore(Ledger ledger) {
    return ledger.read(tx -> !tx.runs().list(project.name(), 1).isEmpty());
  }

  private int size(int rounds) {
    long columns = inputs.stream().mapToLong(input -> input.columns().size()).sum();
    long size = columns * project.params().size() * rounds;
    if (size > MAX_TASKS) {
      throw new MusterException(
          ErrorKind.INVALID,
          "the plan has "
              + size
              + " tasks ("
              + columns
              + " inputs and columns, "
              + project.params().size()
              + " combinations of parameters, "
              + rounds
              + " rounds); at most "
              + MAX_TASKS
              + " are taken",
          "narrow the inputs, or run a part with -n");
    }
    return (int) size;
  }

  private void lookUp(Ledger ledger, Plan plan, History history, int from, int to) {
    List<Task> tasks = new ArrayList<>(to - from);
    Map<Digest, Integer> ordinals = new HashMap<>();
    for (int ordinal = from; ordinal < to; ordinal++) {
      Task task = plan.task(ordinal);
      tasks.add(task);
      ordinals.put(plan.key(task), ordinal);
    }
    Map<Integer, List<Tasks.History>> known = new HashMap<>();
    for (Tasks.History entry :
        ledger.read(tx -> tx.tasks().history(project.name(), ordinals.keySet()))) {
      Integer ordinal = ordinals.get(entry.key());
      if (ordinal != null) {
        known.computeIfAbsent(ordinal, none -> new ArrayList<>()).add(entry);
      }
    }
    known.forEach(
        (ordinal, entries) -> judge(history, ordinal, entries, tasks.get(ordinal - from).input()));
  }

  private void judge(History history, int ordinal, List<Tasks.History> entries, Input input) {
    Digest wanted = Fingerprints.fingerprint(code, input);
    entries.sort(Comparator.comparing(Tasks.History::ended));
    Tasks.History latest = entries.get(entries.size() - 1);
    for (Tasks.History entry : entries) {
      if (entry.fingerprint().equals(wanted)) {
        if (entry.state() == TaskState.SUCCEEDED) {
          history.cached(ordinal, entry.task());
          return;
        }
        history.toRun(ordinal, Reason.FAILED_BEFORE);
        history.ranBefore(latest.duration());
        return;
      }
    }
    history.ranBefore(latest.duration());
    history.toRun(ordinal, changed(latest, input));
  }

  /** The fingerprint is of code and input, so the old one tells which of them it was. */
  private Reason changed(Tasks.History latest, Input input) {
    if (latest.fingerprint().equals(Fingerprints.fingerprint(latest.code(), input))) {
      return Reason.CODE_CHANGED;
    }
    return latest.code().equals(code) ? Reason.INPUT_CHANGED : Reason.CODE_AND_INPUT_CHANGED;
  }
}
