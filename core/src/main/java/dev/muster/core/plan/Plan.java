package dev.muster.core.plan;

import dev.muster.model.Digest;
import dev.muster.model.Input;
import dev.muster.model.Params;
import dev.muster.model.ProjectName;
import dev.muster.model.RunId;
import dev.muster.model.Task;
import dev.muster.model.TaskId;
import dev.muster.spi.ledger.Tasks;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a run in plan order: input key, column, parameters, round. Tasks are made when they
 * are asked for, so that a million of them cost a few bytes each.
 */
public final class Plan {

  private final ProjectName project;
  private final Digest code;
  private final List<PlannedInput> inputs;
  private final List<Params> params;
  private final List<String> canonicalParams;
  private final int rounds;
  private final int[] firstOrdinals;
  private final int size;
  private final History history;

  Plan(
      ProjectName project,
      Digest code,
      List<PlannedInput> inputs,
      List<Params> params,
      int rounds,
      int size,
      History history) {
    this.project = project;
    this.code = code;
    this.inputs = List.copyOf(inputs);
    this.params = List.copyOf(params);
    this.canonicalParams = params.stream().map(Fingerprints::canonical).toList();
    this.rounds = rounds;
    this.size = size;
    this.history = history;
    firstOrdinals = new int[inputs.size()];
    int next = 0;
    for (int i = 0; i < firstOrdinals.length; i++) {
      firstOrdinals[i] = next;
      next += inputs.get(i).columns().size() * params.size() * rounds;
    }
  }

  /** The digest of code, entrypoint, requirements and Python version. */
  public Digest code() {
    return code;
  }

  /** How many tasks, cached ones too. */
  public int size() {
    return size;
  }

  /** How many rounds. */
  public int rounds() {
    return rounds;
  }

  /** The inputs, in the order of their keys. */
  public List<Input> inputs() {
    return inputs.stream().map(PlannedInput::input).toList();
  }

  /** The task at a place of the plan. */
  public Task task(int ordinal) {
    int at = inputOf(ordinal);
    PlannedInput planned = inputs.get(at);
    int offset = ordinal - firstOrdinals[at];
    int round = offset % rounds + 1;
    int combination = offset / rounds % params.size();
    int column = offset / rounds / params.size();
    return new Task(
        ordinal, planned.input(), planned.columns().get(column), params.get(combination), round);
  }

  /** The key of a task. */
  public Digest key(Task task) {
    int combination = (task.ordinal() - firstOrdinals[inputOf(task.ordinal())]) / rounds;
    return Fingerprints.key(
        project,
        task.input().key(),
        task.column(),
        canonicalParams.get(combination % params.size()),
        task.round());
  }

  /** Why a task is run, or CACHED. */
  public Reason reason(int ordinal) {
    return history.reason(ordinal);
  }

  /** The success whose result is used; null when the task is to be run. */
  public @Nullable TaskId cachedFrom(int ordinal) {
    return history.cachedFrom(ordinal);
  }

  /** How many tasks have which reason. */
  public Map<Reason, Integer> reasons() {
    Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
    for (int ordinal = 0; ordinal < size; ordinal++) {
      counts.merge(reason(ordinal), 1, Integer::sum);
    }
    return counts;
  }

  /** How many tasks are cached. */
  public int cached() {
    return history.cached();
  }

  /** How long all tasks to be run would take one after the other; null without any history. */
  public @Nullable Duration estimate() {
    return history.estimate(size);
  }

  /** The runs that cached results come from. */
  public List<RunId> sources() {
    return history.sources();
  }

  /** Rows for the ledger, in plan order. */
  public Iterator<Tasks.Planned> rows() {
    return new Rows();
  }

  /** Tasks of one input follow each other and have one fingerprint. */
  private final class Rows implements Iterator<Tasks.Planned> {
    private int next;
    private int input = -1;
    private Digest fingerprint = code;

    @Override
    public boolean hasNext() {
      return next < size;
    }

    @Override
    public Tasks.Planned next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int ordinal = next++;
      Task task = task(ordinal);
      int at = inputOf(ordinal);
      if (at != input) {
        input = at;
        fingerprint = Fingerprints.fingerprint(code, task.input());
      }
      return new Tasks.Planned(task, key(task), fingerprint, cachedFrom(ordinal));
    }
  }

  /** Ordinals of the tasks to be run: round by round, largest input first, else in plan order. */
  public int[] order() {
    int[] bySize =
        IntStream.range(0, inputs.size())
            .boxed()
            .sorted(
                (a, b) -> Long.compare(inputs.get(b).input().size(), inputs.get(a).input().size()))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] order = new int[size - cached()];
    int next = 0;
    for (int round = 0; round < rounds; round++) {
      for (int at : bySize) {
        int end = firstOrdinals[at] + inputs.get(at).columns().size() * params.size() * rounds;
        for (int ordinal = firstOrdinals[at] + round; ordinal < end; ordinal += rounds) {
          if (reason(ordinal) != Reason.CACHED) {
            order[next++] = ordinal;
          }
        }
      }
    }
    return order;
  }

  private int inputOf(int ordinal) {
    if (ordinal < 0 || ordinal >= size) {
      throw new IndexOutOfBoundsException("no task " + ordinal + " in a plan of " + size);
    }
    int at = Arrays.binarySearch(firstOrdinals, ordinal);
    if (at < 0) {
      return -at - 2;
    }
    // An input without tasks has the same first ordinal as the one behind it.
    while (at + 1 < firstOrdinals.length && firstOrdinals[at + 1] == ordinal) {
      at++;
    }
    return at;
  }

  /**
   * An input and the columns it has tasks for.
   *
   * @param columns in the order of the header; one null for a task on the whole file
   */
  record PlannedInput(Input input, List<@Nullable String> columns) {}
}
